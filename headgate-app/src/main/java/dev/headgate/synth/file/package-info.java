/// Histories as files: lines come in, packed or shuffled files go out, with the truth beside them.
/// The only place of {@code synth} that knows compression and folders.
@NullMarked
package dev.headgate.synth.file;

import org.jspecify.annotations.NullMarked;
