package dev.headgate.capture.http;

import dev.headgate.capture.Verdict;
import java.time.Duration;

/// A body that cannot be had; the message is the answer.
final class BodyRefused extends Exception {
  private static final long serialVersionUID = 1;

  private static final Duration SOON = Duration.ofSeconds(1);

  private final int status;
  private final String reason;

  private BodyRefused(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  static BodyRefused unreadable(String why) {
    return new BodyRefused(400, "failed to decode request: " + why);
  }

  static BodyRefused empty() {
    return new BodyRefused(400, "request missing data payload");
  }

  static BodyRefused tooSlow() {
    return new BodyRefused(408, "client stopped sending data");
  }

  static BodyRefused tooLong(String what, int atMost) {
    return new BodyRefused(
        413, "maximum event size exceeded: the %s has more than %d bytes".formatted(what, atMost));
  }

  static BodyRefused busy() {
    return new BodyRefused(503, "transient error, please retry");
  }

  Verdict.Refused verdict() {
    Verdict.Refused refused = Verdict.Refused.of(status, reason);
    return status == 503 ? refused.retryAfter(SOON) : refused;
  }
}
