package dev.headgate.source;

import dev.headgate.json.ByteSearch;

/// Finds the line end that ends a record, in bytes that may arrive in pieces. JSON that is not laid
/// out in lines is for {@link JsonValueSplitter}.
///
/// For CSV it is a machine of four states, fed byte by byte:
///
/// ```
///               quote                        quote
/// FIELD_START ---------> QUOTED <------------------------> QUOTE_IN_QUOTED
///      ^  \ other           | line end: counted, inside          | other
///      |   v                v                                    v
///      +-- PLAIN <---------------------------------------------- + (delimiter: FIELD_START)
///  delimiter
/// ```
///
/// A line end in any state but QUOTED ends the record.
public final class RecordSplitter {
  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final boolean csv;
  private final byte delimiter;
  private final byte quote;
  private State state = State.FIELD_START;
  private int scanned;
  private int innerLineEnds;
  private int firstInnerLineEnd = -1;

  public RecordSplitter(RecordBounds bounds) {
    switch (bounds) {
      case RecordBounds.Lines(), RecordBounds.Json() -> {
        csv = false;
        delimiter = 0;
        quote = 0;
      }
      case RecordBounds.Csv(char fields, char quotes, boolean _) -> {
        csv = true;
        delimiter = (byte) fields;
        quote = (byte) quotes;
      }
    }
  }

  /// Forgets the record looked at so far: the next {@link #find} is at the first byte of another.
  public void startRecord() {
    state = State.FIELD_START;
    scanned = 0;
    innerLineEnds = 0;
    firstInnerLineEnd = -1;
  }

  /// The index of the LF that ends the record which begins at `buffer[from]`, or -1 if it is not in
  /// `buffer[from, to)`. Asked again with more bytes it goes on where it left off.
  public int find(byte[] buffer, int from, int to) {
    int end = csv ? findCsvEnd(buffer, from, to) : indexOfLineFeed(buffer, from + scanned, to);
    scanned = (end < 0 ? to : end + 1) - from;
    return end;
  }

  /// Line ends met between quotes.
  public int innerLineEnds() {
    return innerLineEnds;
  }

  /// Where the first of them is, counted from the record's first byte, or -1.
  public int firstInnerLineEnd() {
    return firstInnerLineEnd;
  }

  /// Whether a quote is open at the end of what was looked at.
  public boolean quoteIsOpen() {
    return state == State.QUOTED;
  }

  private int findCsvEnd(byte[] buffer, int from, int to) {
    State now = state;
    for (int i = from + scanned; i < to; i++) {
      byte b = buffer[i];
      if (now == State.QUOTED) {
        if (b == quote) {
          now = State.QUOTE_IN_QUOTED;
        } else if (b == '\n') {
          if (innerLineEnds++ == 0) {
            firstInnerLineEnd = i - from;
          }
        }
      } else if (b == '\n') {
        state = now;
        return i;
      } else if (b == delimiter) {
        now = State.FIELD_START;
      } else if (b == quote && now != State.PLAIN) {
        now = State.QUOTED;
      } else {
        now = State.PLAIN;
      }
    }
    state = now;
    return -1;
  }

  /// The index of the first LF in `buffer[from, to)`, or -1.
  public static int indexOfLineFeed(byte[] buffer, int from, int to) {
    return ByteSearch.indexOf((byte) '\n', buffer, from, to);
  }
}
