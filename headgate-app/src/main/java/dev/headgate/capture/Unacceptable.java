package dev.headgate.capture;

/// Ends the reading of a request that will be refused as a whole. It never leaves the room: {@link
/// Capture} answers it as a {@link Verdict.Refused}.
final class Unacceptable extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String reason;

  Unacceptable(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  Verdict.Refused verdict() {
    return Verdict.Refused.of(status, reason);
  }
}
