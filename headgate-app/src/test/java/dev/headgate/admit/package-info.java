@NullMarked
package dev.headgate.admit;

import org.jspecify.annotations.NullMarked;
