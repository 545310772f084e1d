/// The stores in memory: the same contracts without an engine, for simulations.
@NullMarked
package dev.headgate.store.memory;

import org.jspecify.annotations.NullMarked;
