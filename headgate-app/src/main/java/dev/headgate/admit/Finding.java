package dev.headgate.admit;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a rule has to say about a request.
///
/// @param rule its stable name, such as `rejects_over_budget`
/// @param evidence the figures and names it rests on, in a sentence
/// @param resolve what to do about it
public record Finding(String rule, Level level, String evidence, String resolve) {

  /// How much a finding weighs.
  public enum Level {
    /// No green light as long as it stands.
    BLOCK,
    WARN,
    NOTE;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The level of a {@link #key()}.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Level ofKey(String key) {
      return valueOf(key.toUpperCase(Locale.ROOT));
    }
  }

  public static boolean anyBlocks(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.level == Level.BLOCK);
  }

  /// The findings in a line, as the audit keeps them: `block rejects_over_budget, note
  /// merges_present`; without findings empty.
  public static String summary(List<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.level.key() + " " + finding.rule)
        .collect(Collectors.joining(", "));
  }
}
