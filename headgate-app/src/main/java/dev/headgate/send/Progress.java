package dev.headgate.send;

import java.time.Duration;
import java.util.Optional;

/// How an import stands at a moment.
///
/// @param accounted records of the export that are durable, rejected or no event
/// @param records how many there are
/// @param dispatched events handed to the lanes in this run
/// @param elapsed since this run began to send
/// @param retries requests that had to be sent again because something went wrong
/// @param rejected records rejected so far
/// @param stage where on the envelope it is, or what holds it back, in words
/// @param gzip whether bodies are compressed; empty while that is being measured
public record Progress(
    long accounted,
    long records,
    long dispatched,
    Duration elapsed,
    long retries,
    long rejected,
    String stage,
    Optional<Boolean> gzip) {}
