package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What asks for stored things does not make an empty pipeline to ask, where a path is mistyped.
class MissingDataIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain person ada",
        "explain event 00000000-0000-4000-8000-000000000001",
        "explain warnings",
        "export events",
        "export persons",
        "verify 1"
      })
  void aFolderWithoutHeadgatesDataIsRefusedAndNothingIsMade(String command) throws Exception {
    Path typo = folder.resolve("typo");
    Ran missing = run(command, typo);
    assertThat(missing.exitCode()).as(missing.err() + missing.out()).isEqualTo(2);
    assertThat(missing.err())
        .contains("there is no data of Headgate there")
        .contains(typo.toString())
        .contains("--data");
    assertThat(typo).doesNotExist();

    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(run(command, empty).exitCode()).isEqualTo(2);
    assertThat(empty).isEmptyDirectory();
  }

  private static Ran run(String command, Path data) {
    String[] words = command.split(" ", -1);
    Object[] all = Arrays.copyOf(words, words.length + 2, Object[].class);
    all[words.length] = "--data";
    all[words.length + 1] = data;
    return Ran.headgate(all);
  }
}
