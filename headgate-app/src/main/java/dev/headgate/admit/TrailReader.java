package dev.headgate.admit;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.json.MalformedJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Verifies an exported trail, line by line: entries as {@link TrailJson} writes them, and last the
/// head they lead to. An export without its last line was cut off.
public final class TrailReader {
  private final TrailVerifier verifier;
  private long lines;
  private Optional<TrailHead> head = Optional.empty();

  /// @param noted heads that the trail had at some time
  public TrailReader(List<TrailHead> noted) {
    this.verifier = new TrailVerifier(noted);
  }

  /// Takes in the next line.
  public void accept(String line) {
    lines++;
    if (head.isPresent()) {
      verifier.unreadable("line " + lines + " stands behind the last one, which names the head");
      return;
    }
    try {
      Map<String, String> members = TrailJson.members(line);
      if (members.keySet().equals(Set.of("head"))) {
        head = TrailHead.parse(members.getOrDefault("head", ""));
        if (head.isEmpty()) {
          throw new MalformedJson("no SEQUENCE:HASH");
        }
      } else {
        verifier.accept(TrailJson.entry(members));
      }
    } catch (MalformedJson e) {
      verifier.unreadable("line " + lines + " is no entry: " + e.getMessage());
    }
  }

  /// What the look came to, when all lines were taken in.
  public TrailCheck result() {
    TrailCheck check = verifier.result();
    if (!(check instanceof TrailCheck.Whole(TrailHead end)) || head.equals(Optional.of(end))) {
      return check;
    }
    if (head.isEmpty()) {
      return new Broken(
          Damage.CUT_OFF,
          end.sequence() + 1,
          "the line that names the head is missing behind entry "
              + end.sequence()
              + ": the export was cut off");
    }
    long named = head.get().sequence();
    if (named > end.sequence()) {
      return new Broken(
          Damage.CUT_OFF,
          end.sequence() + 1,
          named,
          TrailVerifier.between(end.sequence() + 1, named) + " missing at the end");
    }
    return new Broken(
        named == end.sequence() ? Damage.REPLACED : Damage.INSERTED,
        Math.max(1, Math.min(named + 1, end.sequence())),
        Math.max(1, end.sequence()),
        "the last line names " + head.get() + " as the head, and the entries lead to " + end);
  }
}
