package dev.headgate.source.format;

import dev.headgate.json.Utf8;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import org.jspecify.annotations.Nullable;

/// What every format checks before it looks at the meaning of a record, and the words it refuses
/// with.
final class RecordChecks {
  private static final int SHOWN_CHARACTERS = 64;

  private RecordChecks() {}

  /// Blank, too long, or no UTF-8; null if it is none of these.
  static @Nullable Decoded verdict(RawRecord record) {
    if (record.truncated()) {
      return new Decoded.Rejected(
          RejectReason.TOO_LONG,
          "longer than " + RawRecord.MAX_BYTES + " bytes, or a quote that is never closed");
    }
    byte[] bytes = record.bytes();
    if (isBlank(bytes)) {
      return new Decoded.Blank();
    }
    int invalid = Utf8.firstInvalid(bytes, 0, bytes.length);
    if (invalid >= 0) {
      return new Decoded.Rejected(
          RejectReason.INVALID_UTF8,
          "byte %d (0x%02x) is not UTF-8".formatted(invalid, bytes[invalid] & 0xff));
    }
    return null;
  }

  static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r' && b != '\n' && b != '\f' && b != 0x0b) {
        return false;
      }
    }
    return true;
  }

  /// A value as a detail shows it: in quotes, cut.
  static String shown(String value) {
    boolean fits = value.codePointCount(0, value.length()) <= SHOWN_CHARACTERS;
    return '"'
        + (fits ? value : value.substring(0, value.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "...")
        + '"';
  }
}
