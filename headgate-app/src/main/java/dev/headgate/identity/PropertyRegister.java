package dev.headgate.identity;

import dev.headgate.event.JsonBytes;
import java.util.Arrays;

/// What is known of one property key of one distinct_id: its latest `$set` or `$unset`, or, as long
/// as it has neither, its earliest `$set_once`.
///
/// One register is enough. The group an id belongs to only grows, so whatever the id wrote before
/// its latest write is overwritten by that write, in whatever group; and a write-once does nothing
/// after any write, also after an `$unset`.
///
/// @param value empty bytes for {@link Kind#UNSET}
public record PropertyRegister(Stamp at, Kind kind, JsonBytes value) {
  static final JsonBytes NOTHING = JsonBytes.owning(new byte[0]);

  /// How a key is written; within one event a later kind takes effect after an earlier one.
  public enum Kind {
    SET_ONCE,
    SET,
    UNSET
  }

  public static PropertyRegister unset(Stamp at) {
    return new PropertyRegister(at, Kind.UNSET, NOTHING);
  }

  /// The one of both that counts: commutes, associates, repeats freely.
  public PropertyRegister merge(PropertyRegister other) {
    return compare(other) >= 0 ? this : other;
  }

  private int compare(PropertyRegister other) {
    int order = order(at, kind, other.at, other.kind);
    return order != 0 ? order : Arrays.compareUnsigned(value.utf8(), other.value.utf8());
  }

  /// Which of two writes counts, the first if it is positive: any write beats any write-once; the
  /// later write wins, the earlier write-once. What is still equal came of two events under one
  /// uuid: then the greater bytes win, so that arrival decides nothing.
  static int order(Stamp at, Kind kind, Stamp otherAt, Kind otherKind) {
    boolean write = kind != Kind.SET_ONCE;
    if (write != (otherKind != Kind.SET_ONCE)) {
      return write ? 1 : -1;
    }
    int order = write ? at.compareTo(otherAt) : otherAt.compareTo(at);
    return order != 0 ? order : kind.compareTo(otherKind);
  }
}
