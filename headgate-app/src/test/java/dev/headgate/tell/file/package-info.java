@NullMarked
package dev.headgate.tell.file;

import org.jspecify.annotations.NullMarked;
