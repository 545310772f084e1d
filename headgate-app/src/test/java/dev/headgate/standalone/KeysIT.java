package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.event.ProjectToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysIT {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("keys.json");
  }

  private Keys readOrMake(Optional<ProjectToken> token, long seed) throws IOException, KeysFault {
    return Keys.readOrMake(file(), token, new Random(seed));
  }

  @Test
  void areMadeOnceAndReadableForTheOwnerOnly() throws IOException, KeysFault {
    assertThat(Keys.read(file())).isEmpty();
    Keys made = readOrMake(Optional.empty(), 1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(made.projectToken().value()).startsWith("phc_").hasSize(47);
    assertThat(made.customerKey()).startsWith("hgc_").hasSize(47);
    assertThat(made.pipelineKey()).startsWith("hgp_").hasSize(47);
    assertThat(Files.readString(file()))
        .isEqualTo(
            "{\"project_token\":\"%s\",\"customer_key\":\"%s\",\"pipeline_key\":\"%s\"}\n"
                .formatted(made.projectToken(), made.customerKey(), made.pipelineKey()));
    assertThat(readOrMake(Optional.empty(), 2)).isEqualTo(made);
    assertThat(Keys.read(file())).contains(made);
    assertThat(made.toString()).doesNotContain(made.pipelineKey(), made.customerKey());
  }

  @Test
  void takeAGivenTokenAndNeverChangeIt() throws IOException, KeysFault {
    Optional<ProjectToken> mine = Optional.of(new ProjectToken("my-token"));
    Keys made = readOrMake(mine, 1);
    assertThat(made.projectToken().value()).isEqualTo("my-token");
    assertThat(readOrMake(mine, 2)).isEqualTo(made);
    String before = Files.readString(file());
    assertThatExceptionOfType(KeysFault.class)
        .isThrownBy(() -> readOrMake(Optional.of(new ProjectToken("another")), 3))
        .withMessageContaining("another project token")
        .satisfies(fault -> assertThat(fault.next()).contains("--project-token"));
    assertThat(Files.readString(file())).isEqualTo(before);
  }

  @Test
  void thatAreDamagedAreNotOverwritten() throws IOException {
    for (String damaged : new String[] {"", "{", "[]", "{\"project_token\":\"a b\"}", "{}"}) {
      Files.writeString(file(), damaged);
      assertThatExceptionOfType(KeysFault.class)
          .isThrownBy(() -> readOrMake(Optional.empty(), 1))
          .withMessageContaining("not readable as keys");
      assertThat(Files.readString(file())).isEqualTo(damaged);
    }
  }
}
