package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RulesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "rules.md");

  @Test
  void thePageIsMadeFromTheRules() throws IOException {
    Ran made = Ran.headgate("rules", "--markdown");
    assertThat(made.out())
        .as("write it anew: ./headgate rules --markdown > docs/rules.md")
        .isEqualTo(Files.readString(PAGE));
  }

  @Test
  void theRulesAreListedForPeopleAndForPrograms() {
    assertThat(Ran.headgate("rules").lines()).contains("rejects_over_budget", "contract_missing");
    assertThat(Ran.headgate("rules", "--json").json().path("rules").path(0).path("rule").asText())
        .isEqualTo("nothing_to_import");
  }
}
