package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.Receiver;
import dev.headgate.Receiver.Received;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Telling people from the command line, and over the death of a pipeline.
class TellIT {
  @TempDir Path folder;
  private Path data;
  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    data = folder.resolve("data");
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Ran tell(Object... words) {
    List<Object> all = new ArrayList<>(List.of("tell"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", data));
    return Ran.headgate(all.toArray());
  }

  private Ran set(String targets) throws Exception {
    return tell("set", Files.writeString(folder.resolve("targets.yaml"), targets));
  }

  private String ops() {
    return "targets: [{name: ops, url: '%s', allow_private: true}]\n"
        .formatted(receiver.url("/hooks/ops"));
  }

  private List<String> ids(int answered) {
    return receiver.at("/hooks/ops").stream()
        .filter(each -> each.answered() == answered)
        .map(Received::id)
        .toList();
  }

  @Test
  void whatACommandDidIsToldBeforeItEnds() throws Exception {
    Ran set = set(ops());
    assertThat(set.exitCode()).as(set.err()).isZero();
    assertThat(set.out())
        .contains("1 target is told what happens from now on")
        .contains("the secret of \"ops\", shown this once: whsec_");
    assertThat(receiver.at("/hooks/ops").stream().map(Received::text))
        .containsExactly("tell: set by pipeline team");
    Ran list = tell("list");
    assertThat(list.out())
        .contains("ops: webhook http://127.0.0.1:", "/...\n", "notes   told up to entry 1, 0 wait");
    Ran show = tell("show");
    assertThat(show.out()).startsWith("# set ").contains("by pipeline team\ntargets:\n", "/...\"");
    assertThat(show.out()).doesNotContain("hooks", "whsec_");
    assertThat(set(show.out()).out()).doesNotContain("whsec_");
    assertThat(receiver.at("/hooks/ops")).hasSize(2);
  }

  @Test
  void aTrialSaysWhatCameOfItAndAReplayTellsAgain() throws Exception {
    assertThat(tell("list").exitCode()).isEqualTo(2);
    set(ops());
    assertThat(tell("test", "ops").out()).contains("ops has taken a trial");
    receiver.answer("/hooks/ops", 403);
    Ran failed = tell("test", "ops");
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("has not taken a trial: the server answers HTTP 403");
    receiver.answer("/hooks/ops", 200);
    assertThat(tell("replay", "ops", "--from", 1).out()).contains("told up to entry 0, 1 wait");
    List<String> ids = ids(200);
    assertThat(ids).hasSize(3);
    assertThat(ids.getLast()).isEqualTo(ids.getFirst());
    assertThat(tell("replay", "nobody", "--from", 1).err()).contains("there is no target nobody");
  }

  @Test
  void aFileThatIsWrongIsNamedWithItsLine() throws Exception {
    Ran wrong = set(ops().replace("allow_private", "allow_privat"));
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("line 1", "allow_private", "targets.yaml");
    assertThat(tell("show").out()).contains("nobody was ever set", "targets: []");
    assertThat(tell("list").out()).contains("Nobody is told anything.");
  }

  @Test
  void whatWasTakenWhenThePipelineWasKilledIsToldAgainUnderTheSameIdAndTheRestOnce()
      throws Exception {
    receiver.answer("/hooks/ops", 500);
    set(ops());
    Files.writeString(
        folder.resolve("calendar.yaml"),
        "teams: [{name: we, zone: UTC, hours: {monday-friday: 09:00-17:00}}]\n");
    Ran ran = Ran.headgate("calendar", "set", folder.resolve("calendar.yaml"), "--data", data);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(tell("list").out()).contains("notes   told up to entry 0, 2 wait");
    receiver.answer("/hooks/ops", 200);
    new ChildCommand(
            folder,
            "256m",
            Map.of("HEADGATE_HALT_AT", "told:1"),
            "standalone",
            "--port",
            0,
            "--data",
            data)
        .killOnceThereIs(data.resolve("halted-at-told"));
    assertThat(ids(200)).hasSize(1);
    assertThat(tell("list").out()).contains("notes   told up to entry ");
    List<String> ids = ids(200);
    assertThat(ids).hasSize(3);
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
    assertThat(tell("list").out()).contains("notes   told up to entry 2, 0 wait");
    assertThat(ids(200)).hasSize(3);
  }
}
