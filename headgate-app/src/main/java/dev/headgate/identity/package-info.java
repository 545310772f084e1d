/// Who is who. Facts come in (merges, sightings, property writes), persons go out: a function of
/// the set of facts, never of the order they came in. It never reads a database, a log or a clock.
/// The next package is {@code store}, which keeps the facts and asks for the fold.
@NullMarked
package dev.headgate.identity;

import org.jspecify.annotations.NullMarked;
