package dev.headgate.capture;

import java.util.Optional;
import java.util.OptionalLong;

/// A request as the capture rules see it: without its transport.
///
/// @param body the JSON that the client wrapped, valid up to `length`; not changed, not kept
/// @param sentAtMillis the query parameter `_`: when the client sent it, where the body does not
///   say
/// @param grant the header {@link #GRANT_HEADER}
/// @param impliedName the name of events that have none, where the route implies one
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record CaptureRequest(
    byte[] body,
    int length,
    OptionalLong sentAtMillis,
    Optional<String> grant,
    Optional<String> impliedName) {
  /// Names import and grant of an import's requests.
  public static final String GRANT_HEADER = "Headgate-Grant";
}
