package dev.headgate.capture;

import java.util.Optional;
import java.util.OptionalLong;

/// A request as the capture rules see it: without its transport.
///
/// @param body the inflated body, valid up to `length`; not changed, not kept
/// @param sentAtMillis the query parameter `_`: when the client sent it, where the body does not
///   say
/// @param grant the header {@link #GRANT_HEADER}
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record CaptureRequest(
    byte[] body, int length, OptionalLong sentAtMillis, Optional<String> grant) {
  /// Names import and grant of an import's requests.
  public static final String GRANT_HEADER = "Headgate-Grant";
}
