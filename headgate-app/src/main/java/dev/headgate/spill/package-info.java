/// What does not fit in memory, on disk for a while: rows of fixed width sorted outside memory.
/// Rows come in, sorted rows go out; its files end with it. It knows nothing of what the rows mean.
/// Whoever counts exactly at any size ({@code assess}, {@code verify}) uses it.
@NullMarked
package dev.headgate.spill;

import org.jspecify.annotations.NullMarked;
