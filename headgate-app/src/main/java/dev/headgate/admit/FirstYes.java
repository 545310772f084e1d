package dev.headgate.admit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The first of the two yeses that a green light takes where {@link Eyes#FOUR} look. While the
/// import is submitted it waits for the second; with the green light it is the one that was
/// confirmed.
///
/// @param by the member who said it
/// @param why the reason, for the audit
/// @param terms that it is to
/// @param agreed the request that it is to: with the plan that is agreed to, what the rules said of
///   that then, and which blocks it lets pass
/// @param restsOn digest of the {@link Evidence}: of all that, the assessment and the answers
public record FirstYes(
    String by, Instant at, String why, GrantTerms terms, ImportRequest agreed, String restsOn) {

  /// Of this import, which has a request.
  static FirstYes to(
      ImportRecord record, ImportRequest agreed, Command.GreenLight light, Actor by, Instant at) {
    return new FirstYes(by.name(), at, light.why(), light.terms(), agreed, digest(record, agreed));
  }

  private static String digest(ImportRecord record, ImportRequest agreed) {
    return Evidence.of(record.asking(agreed)).map(Evidence::digest).orElseThrow();
  }

  /// The rules whose blocks it lets pass, each with the reason.
  public Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    for (Finding finding : agreed.findings()) {
      finding.overridden().ifPresent(who -> overrides.put(finding.rule(), who.why()));
    }
    return overrides;
  }

  public boolean isOf(Actor actor) {
    return TeamMember.sameName(by, actor.name());
  }

  /// Whether it still is to what the import is, byte for byte.
  boolean holdsFor(ImportRecord record) {
    return digest(record, agreed).equals(restsOn);
  }

  /// Whether a yes says the same. It may let less pass, where time has resolved a block.
  boolean isSaidBy(Command.GreenLight light, ImportRequest to) {
    return terms.equals(light.terms())
        && agreed.plan().equals(to.plan())
        && overrides().entrySet().containsAll(light.overrides().entrySet());
  }
}
