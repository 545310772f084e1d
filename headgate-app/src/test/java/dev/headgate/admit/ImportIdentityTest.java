package dev.headgate.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.ProjectId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportIdentityTest {
  private static final ImportIdentity AB = identity(1, "m", "a", "b");

  private static ImportIdentity identity(int project, String mapping, String... digests) {
    return new ImportIdentity(new ProjectId(project), List.of(digests), mapping);
  }

  @Test
  void theOrderOfFilesDoesNotMatter() {
    ImportIdentity ba = identity(1, "m", "b", "a");
    assertThat(ba).isEqualTo(AB);
    assertThat(ba.digest()).isEqualTo(AB.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void projectContentAndMappingDo() {
    assertThat(
            List.of(
                identity(2, "m", "a", "b"),
                identity(1, "n", "a", "b"),
                identity(1, "m", "a"),
                identity(1, "m", "a", "b", "b"),
                identity(1, "m", "a", "c"),
                identity(1, "m")))
        .allSatisfy(other -> {
          assertThat(other).isNotEqualTo(AB);
          assertThat(other.digest()).isNotEqualTo(AB.digest());
        });
  }
}
