@NullMarked
package dev.headgate.loadtest;

import org.jspecify.annotations.NullMarked;
