package dev.headgate.source.format;

import dev.headgate.source.Decoded;
import dev.headgate.source.RejectReason;

/// A record becomes a reject: thrown where its meaning is read, caught where it is decoded.
final class Refused extends Exception {
  private static final long serialVersionUID = 1;

  private final RejectReason reason;
  private final String detail;

  Refused(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  Decoded.Rejected rejected() {
    return new Decoded.Rejected(reason, detail);
  }

  /// The same with where in the record it is.
  Refused at(String place) {
    return new Refused(reason, place + ": " + detail);
  }
}
