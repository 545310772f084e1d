@NullMarked
package dev.headgate.tell;

import org.jspecify.annotations.NullMarked;
