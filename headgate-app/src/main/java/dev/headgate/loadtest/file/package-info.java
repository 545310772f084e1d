/// Load test plans and results as files. Text of a plan or of k6's options comes in, a plan goes
/// out; a result comes in, a document goes out. It never runs anything. Whoever wants a plan run
/// hands it to {@code loadtest}.
@NullMarked
package dev.headgate.loadtest.file;

import org.jspecify.annotations.NullMarked;
