/// Capture over HTTP, on Helidon: bodies read and inflated within bounds, verdicts written as
/// answers. No rule about events lives here.
@NullMarked
package dev.headgate.capture.http;

import org.jspecify.annotations.NullMarked;
