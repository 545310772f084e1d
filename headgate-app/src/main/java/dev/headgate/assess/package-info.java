/// One pass over an export. Records come in, an {@link dev.headgate.assess.Assessment} goes out:
/// what the pipeline team must know before it says yes, counted from the data. It decides nothing
/// and never does I/O beyond spilling what does not fit in memory. The next package is {@code
/// plan}.
@NullMarked
package dev.headgate.assess;

import org.jspecify.annotations.NullMarked;
