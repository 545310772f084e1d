package dev.headgate.source;

import java.util.Locale;

/// Why a record does not become an event.
public enum RejectReason {
  NOT_JSON,
  NOT_AN_OBJECT,
  INVALID_UTF8,
  TOO_LONG,
  MISSING_EVENT,
  MISSING_DISTINCT_ID,
  MISSING_TIMESTAMP,
  INVALID_TIMESTAMP,
  INVALID_UUID,
  INVALID_PROPERTIES,
  /// Quotes that are not closed, or are followed by more than a delimiter.
  NOT_CSV,
  /// A CSV record with more or fewer fields than the header.
  FIELD_COUNT,
  /// The pipeline would not take it: the detail is its answer.
  REFUSED_BY_PIPELINE;

  /// As it stands in files and reports: `not_json`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The reason of a {@link #key()}.
  ///
  /// @throws IllegalArgumentException if there is none
  public static RejectReason ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }
}
