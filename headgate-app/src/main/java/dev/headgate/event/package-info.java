/// The words every room shares: an event, its ids, its project, its place in time. Nothing comes in
/// and nothing goes out: these are values. They never read, write or know another room. The next
/// package on the tour is {@code source}, where an export becomes events.
@NullMarked
package dev.headgate.event;

import org.jspecify.annotations.NullMarked;
