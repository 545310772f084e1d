package dev.headgate.cli;

import ch.qos.logback.core.PropertyDefinerBase;

/// How what is logged is written, for `logback.xml`: which of the files beside it counts.
public final class LogFormat extends PropertyDefinerBase {
  /// `json` for an object a line; all else is text.
  static final String VARIABLE = "HEADGATE_LOG_FORMAT";

  private static final String JSON = "json";

  @Override
  public String getPropertyValue() {
    return JSON.equalsIgnoreCase(System.getenv(VARIABLE)) ? JSON : "text";
  }
}
