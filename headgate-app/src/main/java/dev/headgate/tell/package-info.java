/// Telling people what happens. Entries of the audit trail and a file of targets come in; messages
/// go out, each target's in the order of the trail, from the place that is kept for it. It never
/// decides anything, never reads a clock and never loses a message: what was not told yet still
/// stands in the trail. Nothing comes after it; the next to read is {@code console}.
@NullMarked
package dev.headgate.tell;

import org.jspecify.annotations.NullMarked;
