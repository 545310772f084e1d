/// The file that says who is told what. Text comes in, targets go out, and the other way round
/// without secrets. It never keeps anything. The next package is {@code tell}.
@NullMarked
package dev.headgate.tell.file;

import org.jspecify.annotations.NullMarked;
