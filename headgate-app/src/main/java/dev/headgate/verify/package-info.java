/// The proof. The manifest of what was read and what the stores say they hold come in; a
/// verification goes out, with the events that differ named by their place in the export. It never
/// trusts a counter of the sender. The next package is {@code console}, where people read it.
@NullMarked
package dev.headgate.verify;

import org.jspecify.annotations.NullMarked;
