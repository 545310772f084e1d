package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.HeadPlace.Kept;
import dev.headgate.admit.Seal;
import dev.headgate.admit.TrailHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadFileIT {
  private static final TrailHead HEAD = new TrailHead(7, "ab".repeat(32));

  @TempDir private Path folder;
  private Path file;
  private HeadFile heads;

  @BeforeEach
  void make() {
    file = folder.resolve("audit.head");
    heads = new HeadFile(file, new Seal("hgp_one"));
  }

  @Test
  void whatIsWrittenIsReadAndIsItsOwnersOnly() throws Exception {
    assertThat(heads.read()).isEqualTo(new Kept.Nothing());
    heads.write(TrailHead.NONE);
    heads.write(HEAD);
    assertThat(heads.read()).isEqualTo(new Kept.At(HEAD));
    assertThat(new HeadFile(file, new Seal("hgp_one")).read()).isEqualTo(new Kept.At(HEAD));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).doesNotContain("hgp_one");
  }

  @Test
  void whatSomebodyElseWroteIsForeign() throws Exception {
    heads.write(HEAD);
    String written = Files.readString(file);
    assertThat(new HeadFile(file, new Seal("hgp_two")).read()).isInstanceOf(Kept.Foreign.class);
    for (String other :
        new String[] {
          written.replace("7:ab", "8:ab"),
          written.replace("7:ab", "7:ac"),
          "{\"head\":\"" + HEAD + "\"}",
          "{\"head\":\"7\"}",
          "",
          "no json",
          "{" + " ".repeat(5_000) + "}"
        }) {
      Files.writeString(file, other);
      assertThat(heads.read()).as(other).isInstanceOf(Kept.Foreign.class);
    }
    Files.writeString(file, written);
    assertThat(heads.read()).isEqualTo(new Kept.At(HEAD));
  }
}
