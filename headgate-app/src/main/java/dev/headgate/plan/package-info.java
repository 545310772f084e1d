/// From what was found to what will be done: an assessment and a capacity come in, an import plan
/// goes out: batches, ramp, peak, duration, hot ids. It is arithmetic, no promise, and never asks
/// anybody. The next package is {@code admit}, where people decide.
@NullMarked
package dev.headgate.plan;

import org.jspecify.annotations.NullMarked;
