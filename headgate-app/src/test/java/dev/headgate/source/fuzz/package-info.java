@NullMarked
package dev.headgate.source.fuzz;

import org.jspecify.annotations.NullMarked;
