/// Load tests: a plan of arrivals, what is sent at each, and what came of it. A plan comes in,
/// requests go out at the times that the integral of its rate gives, whatever the answers do, and a
/// result comes back. It never waits for an answer before the next request is due, and never counts
/// a latency from later than that. The plan is admitted by {@code admit}, the pages are made by
/// {@code console}.
@NullMarked
package dev.headgate.loadtest;

import org.jspecify.annotations.NullMarked;
