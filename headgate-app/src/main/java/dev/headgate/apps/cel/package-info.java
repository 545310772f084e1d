/// CEL expressions for {@code apps}, by Google's implementation.
@NullMarked
package dev.headgate.apps.cel;

import org.jspecify.annotations.NullMarked;
