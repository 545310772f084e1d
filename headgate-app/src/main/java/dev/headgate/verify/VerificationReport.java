package dev.headgate.verify;

import dev.headgate.event.EventTime;
import dev.headgate.verify.Verification.Discrepancy;
import java.util.ArrayList;
import java.util.List;

/// A verification for people, as lines. The last one is the verdict.
public final class VerificationReport {
  private VerificationReport() {}

  public static List<String> lines(Verification v) {
    List<String> lines = new ArrayList<>();
    for (Discrepancy discrepancy : v.discrepancies()) {
      lines.add(line(discrepancy));
    }
    long unnamed = v.missing() + v.extra() + v.conflicting() - v.discrepancies().size();
    if (unnamed > 0) {
      lines.add("... and " + unnamed + " more");
    }
    v.rejectedByReason().forEach((reason, count) -> lines.add("rejected: " + reason + " " + count));
    v.droppedByApp().forEach((app, count) -> lines.add("dropped: by " + app + " " + count));
    if (v.conflicting() > 0) {
      lines.add(
          "conflicting: "
              + v.conflicting()
              + " uuids are stored with another event than the export's first of that uuid");
    }
    Verification.MergeFacts merges = v.mergeFacts();
    lines.add(
        "merge facts: read %d, applied %d + refused %d + set aside %d%s"
            .formatted(
                merges.read(),
                merges.applied(),
                merges.refused(),
                merges.setAside(),
                merges.addUp() ? "" : ": does not add up"));
    lines.add(verdict(v));
    return lines;
  }

  private static String verdict(Verification v) {
    String accounts =
        "stored %d + deduplicated %d + rejected %d + dropped %d; missing %d, extra %d"
            .formatted(
                v.stored(), v.deduplicated(), v.rejected(), v.dropped(), v.missing(), v.extra());
    if (v.verified()) {
      return "verified: read " + v.read() + " = " + accounts;
    }
    return "NOT verified: read "
        + v.read()
        + ", "
        + accounts
        + (v.mergeFacts().addUp() ? "" : "; merge facts do not add up")
        + (v.multisetHashEqual() || v.missing() + v.extra() > 0
            ? ""
            : "; the sums of the uuids differ, and no event says why: verify again once nothing"
                + " writes");
  }

  private static String line(Discrepancy d) {
    String place =
        d.place()
            .map(p -> p.source() + ":" + p.line() + " (byte " + p.offset() + ")")
            .orElse("not in the export");
    String stored =
        d.stored()
            .map(s ->
                "\"%s\" of \"%s\" at %s"
                    .formatted(s.event(), s.distinctId(), EventTime.format(s.timestampMicros())))
            .orElse("nothing");
    return switch (d.kind()) {
      case MISSING -> "missing: " + place + ", uuid " + d.uuid() + ": read, not stored";
      case EXTRA ->
          "extra: uuid "
              + d.uuid()
              + ", stored is "
              + stored
              + d.place().map(p -> ", a second time: " + place).orElse(", " + place);
      case CONFLICTING -> "conflicting: " + place + ", uuid " + d.uuid() + ": stored is " + stored;
    };
  }
}
