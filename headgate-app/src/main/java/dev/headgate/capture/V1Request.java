package dev.headgate.capture;

import java.util.Optional;

/// A request of the protocol that answers for each event, without its transport.
///
/// @param body JSON, valid up to `length`; not changed, not kept
/// @param token the project's, of `Authorization: Bearer`
/// @param sentAt when the client sent it, by its clock, ISO 8601: of this try, and not of an
///   earlier one
/// @param grant the header {@link CaptureRequest#GRANT_HEADER}
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record V1Request(
    byte[] body, int length, String token, String sentAt, Optional<String> grant) {}
