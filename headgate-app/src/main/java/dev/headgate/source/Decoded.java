package dev.headgate.source;

import java.util.List;

/// What a format makes of a record.
public sealed interface Decoded {

  /// One event or more.
  ///
  /// @param pairs of ids that the record names side by side, each once; each makes one event more
  ///   if this record is where it stands first
  record Events(List<EventDraft> drafts, List<IdentityPair> pairs) implements Decoded {
    public Events(List<EventDraft> drafts) {
      this(drafts, List.of());
    }
  }

  /// No event, and none lost: the format knows records that are none.
  record NoEvent() implements Decoded {}

  /// The record is refused, for the reject file.
  record Rejected(RejectReason reason, String detail) implements Decoded {}

  /// A line of white space only: counted, nothing else.
  record Blank() implements Decoded {}
}
