/// What does not fit in memory, on disk for a while: rows of fixed width sorted, keys of any length
/// counted. Rows and keys come in, sorted rows and counts go out; its files end with it. It knows
/// nothing of what they mean. Whoever is exact at any size ({@code assess}, {@code verify}) uses
/// it.
@NullMarked
package dev.headgate.spill;

import org.jspecify.annotations.NullMarked;
