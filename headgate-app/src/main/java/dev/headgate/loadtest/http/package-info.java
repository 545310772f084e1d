/// Requests of a load test over HTTP. A request comes in, an answer goes out, or why there is none.
/// It never sends anything twice and never waits for one answer before it sends another request.
/// The next package is {@code loadtest}.
@NullMarked
package dev.headgate.loadtest.http;

import org.jspecify.annotations.NullMarked;
