/// The calendar: when the team is there, when nothing may run, and what else runs. A definition and
/// bookings come in, free slots go out, the best first, each with what speaks for it. It never
/// decides anything and never reads a clock. The next package is {@code admit}, which holds an
/// import against it.
@NullMarked
package dev.headgate.calendar;

import org.jspecify.annotations.NullMarked;
