/// Where an export lies, how it is packed and what format it is in. Paths come in; records go out,
/// each with its position, and each either events or a reject with its reason. It never decides
/// what becomes of them. The next package is {@code assess}, which reads all of it once; {@code
/// send} reads it again.
@NullMarked
package dev.headgate.source;

import org.jspecify.annotations.NullMarked;
