/// Measurements, each beside the thing it is compared with, in one run on the same input.
@NullMarked
package dev.headgate.benchmarks;

import org.jspecify.annotations.NullMarked;
