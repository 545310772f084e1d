/// The record hash by hash4j. Bytes of a record come in, its XXH3-128 goes out.
@NullMarked
package dev.headgate.assess.hash4j;

import org.jspecify.annotations.NullMarked;
