@NullMarked
package dev.headgate.standalone;

import org.jspecify.annotations.NullMarked;
