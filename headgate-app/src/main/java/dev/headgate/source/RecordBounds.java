package dev.headgate.source;

/// Where one record ends and the next begins.
public sealed interface RecordBounds {

  /// Every line is a record, ended by LF or CRLF; the last may lack its end.
  record Lines() implements RecordBounds {}

  /// Every JSON value is a record, however the values are laid out: one a line, which is the same
  /// as {@link Lines}, over several lines, or as the elements of an array. Told for each part from
  /// its beginning, see {@link JsonLayout}.
  record Json() implements RecordBounds {}

  /// Lines as well, except that a line end between quotes belongs to the record (RFC 4180). A quote
  /// opens only at the start of a field; a doubled quote within quotes stands for itself.
  ///
  /// @param delimiter between fields, an ASCII character
  /// @param quote around fields, an ASCII character
  /// @param header whether the first record of every part names the fields
  record Csv(char delimiter, char quote, boolean header) implements RecordBounds {
    public Csv {
      if (delimiter > 127 || quote > 127 || delimiter == quote || isLineEnd(delimiter, quote)) {
        throw new IllegalArgumentException("delimiter and quote are two ASCII characters");
      }
    }

    private static boolean isLineEnd(char delimiter, char quote) {
      return delimiter == '\n' || delimiter == '\r' || quote == '\n' || quote == '\r';
    }
  }
}
