package dev.headgate.admit;

import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.event.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrailReaderTest {
  private final List<String> lines = new ArrayList<>();
  private TrailHead head = TrailHead.NONE;

  TrailReaderTest() {
    for (int i = 0; i < 4; i++) {
      TrailEntry entry =
          TrailEntry.after(
              head,
              new AuditEntry(
                  ProjectId.DEFAULT,
                  Subject.ofFlood(1),
                  NOON,
                  TEAM,
                  "slow",
                  "diverted",
                  "slowed",
                  "reason \"" + i + "\"",
                  "",
                  Optional.empty()));
      lines.add(TrailJson.write(entry).toString());
      head = entry.head();
    }
    lines.add(TrailJson.write(head).toString());
  }

  private TrailCheck check(TrailHead... noted) {
    TrailReader reader = new TrailReader(List.of(noted));
    lines.forEach(reader::accept);
    return reader.result();
  }

  private Broken broken(TrailHead... noted) {
    TrailCheck check = check(noted);
    assertThat(check).isInstanceOf(Broken.class);
    return (Broken) check;
  }

  @Test
  void anExportIsWhole() {
    assertThat(check(head)).isEqualTo(new TrailCheck.Whole(head));
    lines.clear();
    lines.add(TrailJson.write(TrailHead.NONE).toString());
    assertThat(check()).as("of a trail without entries").isInstanceOf(TrailCheck.Whole.class);
  }

  @Test
  void anExportWithoutItsLastLineWasCutOff() {
    lines.removeLast();
    assertThat(broken().damage()).isEqualTo(Damage.CUT_OFF);
    assertThat(broken().first()).isEqualTo(5);
    lines.clear();
    assertThat(broken().damage()).as("an empty file").isEqualTo(Damage.CUT_OFF);
  }

  @Test
  void anEntryMissingBeforeTheLastLineIsFound() {
    lines.remove(3);
    assertThat(broken()).isEqualTo(new Broken(Damage.CUT_OFF, 4, "entry 4 is missing at the end"));
  }

  @Test
  void aLastLineThatNamesAnotherHeadIsFound() {
    lines.set(4, TrailJson.write(new TrailHead(4, "f".repeat(64))).toString());
    assertThat(broken().damage()).isEqualTo(Damage.REPLACED);
    lines.set(4, TrailJson.write(new TrailHead(2, "f".repeat(64))).toString());
    assertThat(broken().damage()).isEqualTo(Damage.INSERTED);
    assertThat(broken(head).what()).contains("names 2:");
  }

  @Test
  void whatIsNoEntryIsNamedByItsLine() {
    String entry = lines.get(1);
    for (String other :
        List.of(
            "",
            "[]",
            "{\"sequence\":2}",
            entry.substring(1),
            entry.replace("\"project\":1", "\"project\":1,\"project\":2"),
            entry.replace("\"project\":1", "\"project\":1,\"more\":2"),
            entry.replace("\"project\":1", "\"project\":\"one\""),
            entry.replace("2026-11-23T", "yesterday"),
            "{\"head\":\"4\"}")) {
      lines.set(1, other);
      assertThat(broken().damage()).as(other).isEqualTo(Damage.UNREADABLE);
      assertThat(broken().what()).startsWith("line 2 is no entry");
    }
  }

  @Test
  void nothingStandsBehindTheLastLine() {
    lines.add(lines.getFirst());
    assertThat(broken().what()).contains("line 6 stands behind the last one");
  }

  @Test
  void aHeadIsReadAsItIsPrinted() {
    assertThat(TrailHead.parse(head.toString())).contains(head);
    assertThat(TrailHead.parse("4")).isEmpty();
    assertThat(TrailHead.parse("4:abc")).isEmpty();
  }
}
