/// A verification as `verification.json`.
@NullMarked
package dev.headgate.verify.json;

import org.jspecify.annotations.NullMarked;
