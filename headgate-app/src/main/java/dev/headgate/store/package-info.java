/// What is kept: events, and the facts that make persons. Segments of the log come in; rows,
/// persons and sums for the proof go out. It owns the order of commits (persons' facts first, then
/// events with their offsets), and never trusts a caller's word that something is new. The next
/// package is {@code verify}, which compares what was read with what is stored.
@NullMarked
package dev.headgate.store;

import org.jspecify.annotations.NullMarked;
