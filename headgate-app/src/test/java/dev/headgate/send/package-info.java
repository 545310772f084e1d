@NullMarked
package dev.headgate.send;

import org.jspecify.annotations.NullMarked;
