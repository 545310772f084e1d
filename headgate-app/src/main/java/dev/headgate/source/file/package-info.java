/// Exports that lie in files or come through standard input: finding them, unpacking them, pinning
/// what is in them and cutting it into records. Arguments come in; parts and records go out. It
/// never knows what a record means.
@NullMarked
package dev.headgate.source.file;

import org.jspecify.annotations.NullMarked;
