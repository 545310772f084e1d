/// Exports that lie in a bucket of Amazon S3, or of anything that speaks its protocol. A bucket and
/// a prefix come in; the objects there go out, pinned by what the listing said of them. It never
/// writes.
@NullMarked
package dev.headgate.source.s3;

import org.jspecify.annotations.NullMarked;
