@NullMarked
package dev.headgate.source.s3;

import org.jspecify.annotations.NullMarked;
