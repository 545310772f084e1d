/// Reading and writing JSON as bytes: members of an object one after another, raw values cut out
/// unchanged, strings made storable. Bytes come in; values, slices and bytes go out. It never
/// builds a tree where a slice will do (files that people write are trees, with their lines), and
/// never knows what a member means. Every room that reads bytes uses it.
@NullMarked
package dev.headgate.json;

import org.jspecify.annotations.NullMarked;
