package dev.headgate.admit;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a rule has to say about a request.
///
/// @param rule its stable name, such as `rejects_over_budget`
/// @param evidence the figures and names it rests on, in a sentence
/// @param resolve what to do about it
/// @param toAcknowledge whether the customer must say that they know of it before the import starts
/// @param overridden who let it pass all the same; it stays visible
public record Finding(
    String rule,
    Level level,
    String evidence,
    String resolve,
    boolean toAcknowledge,
    Optional<Overridden> overridden) {

  /// A block that somebody of the pipeline team let pass, by name and for a reason.
  public record Overridden(String by, String why) {}

  public Finding(String rule, Level level, String evidence, String resolve) {
    this(rule, level, evidence, resolve, false, Optional.empty());
  }

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

  /// Whether it stands against a green light.
  public boolean blocks() {
    return level == Level.BLOCK && overridden.isEmpty();
  }

  public static boolean anyBlocks(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::blocks);
  }

  /// Whether an import that has its green light waits until the customer says that they know of it.
  public boolean mustBeAcknowledged() {
    return toAcknowledge || overridden.isPresent();
  }

  Finding toBeAcknowledged() {
    return new Finding(rule, level, evidence, resolve, true, overridden);
  }

  Finding notOverridden() {
    return new Finding(rule, level, evidence, resolve, toAcknowledge, Optional.empty());
  }

  Finding overriddenBy(Overridden who) {
    return new Finding(rule, level, evidence, resolve, toAcknowledge, Optional.of(who));
  }

  /// The findings in a line, as the audit keeps them: `block rejects_over_budget, note
  /// merges_present`; without findings empty.
  public static String summary(List<Finding> findings) {
    return findings.stream()
        .map(finding ->
            finding.level.key()
                + " "
                + finding.rule
                + (finding.overridden.isPresent() ? " (overridden)" : ""))
        .collect(Collectors.joining(", "));
  }
}
