/// The wiring: {@link dev.headgate.Main} starts the command line. No logic lives here.
@NullMarked
package dev.headgate;

import org.jspecify.annotations.NullMarked;
