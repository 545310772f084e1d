@NullMarked
package dev.headgate.loadtest.file;

import org.jspecify.annotations.NullMarked;
