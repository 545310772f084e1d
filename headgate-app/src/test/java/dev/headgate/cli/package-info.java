/// Imports as people run them, on the embedded engines.
@NullMarked
package dev.headgate.cli;

import org.jspecify.annotations.NullMarked;
