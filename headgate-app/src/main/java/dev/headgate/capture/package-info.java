/// The gate for events. Requests of SDKs and importers come in; captured events go to the log, and
/// the answer is 200 only when all of them are durable. It never merges people and never moves a
/// historical timestamp. The next package is {@code eventlog}.
@NullMarked
package dev.headgate.capture;

import org.jspecify.annotations.NullMarked;
