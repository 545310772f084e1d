/// What records mean: event JSON Lines, and CSV or JSON Lines through a mapping file. Records come
/// in; drafts of events or the reason for a reject go out. It never reads a part by itself.
@NullMarked
package dev.headgate.source.format;

import org.jspecify.annotations.NullMarked;
