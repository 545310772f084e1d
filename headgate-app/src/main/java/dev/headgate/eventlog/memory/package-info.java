/// The event log in memory: for tests and simulations, held to the same contract as the real one.
@NullMarked
package dev.headgate.eventlog.memory;

import org.jspecify.annotations.NullMarked;
