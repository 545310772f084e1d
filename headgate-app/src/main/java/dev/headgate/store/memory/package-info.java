/// The stores in plain memory, held to the same contract as those on disk: for tests and
/// simulations.
@NullMarked
package dev.headgate.store.memory;

import org.jspecify.annotations.NullMarked;
