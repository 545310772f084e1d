package dev.headgate.capture;

import java.util.Optional;

/// A request of another product's client, without its transport. Bodies are JSON, valid up to
/// `length`; not changed, not kept.
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public sealed interface ForeignRequest {
  byte[] body();

  int length();

  /// Calls of Segment's specification, by its clients or RudderStack's.
  ///
  /// @param type of the call, where the route says it: `track`
  /// @param key of `Authorization: Basic`
  record Segment(byte[] body, int length, Optional<String> type, Optional<String> key)
      implements ForeignRequest {}

  /// What Mixpanel's clients send.
  ///
  /// @param verbose whether the sender reads JSON; else a bare `1`
  record Mixpanel(byte[] body, int length, MixpanelKind kind, boolean verbose)
      implements ForeignRequest {}

  /// What Mixpanel's clients send where.
  enum MixpanelKind {
    /// Events: `{"event", "properties": {"token", "time"?, "distinct_id", ..}}`.
    EVENTS,
    /// Changes of a profile: `{"$token", "$distinct_id", "$set"?: {..}, ..}`.
    PROFILES,
    /// Changes of a group: `{"$token", "$group_key", "$group_id", "$set"?: {..}, ..}`.
    GROUPS
  }

  /// What Amplitude's clients send: `{"api_key", "events": [..]}`.
  record Amplitude(byte[] body, int length) implements ForeignRequest {
    /// Whether the body is one, and not a batch of our own that came by the same route.
    public boolean looksLikeOne() {
      return AmplitudeBody.looksLikeOne(body, length);
    }
  }
}
