package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IllegalIdsTest {
  @Test
  void placeholdersAreIllegalInAnyCaseWhereTheListSaysSo() {
    for (String id :
        List.of(
            "anonymous",
            "guest",
            "distinctid",
            "distinct_id",
            "id",
            "not_authenticated",
            "email",
            "undefined",
            "true",
            "false")) {
      assertThat(IllegalIds.contains(id)).as(id).isTrue();
      assertThat(IllegalIds.contains(id.toUpperCase(java.util.Locale.ROOT))).as(id).isTrue();
    }
  }

  @Test
  void othersAreIllegalOnlyAsTheyAreWritten() {
    for (String id : List.of("[object Object]", "NaN", "None", "none", "null", "0")) {
      assertThat(IllegalIds.contains(id)).as(id).isTrue();
    }
    assertThat(List.of("NULL", "nan", "NONE", "[object object]", "00"))
        .noneMatch(IllegalIds::contains);
  }

  @Test
  void quotesAroundAPlaceholderDoNotMakeItAnId() {
    assertThat(List.of("'anonymous'", "\"Guest\"", "\"not_authenticated\"", "'0'", "\"null\""))
        .allMatch(IllegalIds::contains);
    assertThat(List.of("'anonymous\"", "\"\"null\"\"", "'x'", "\"\"", "'", "''"))
        .noneMatch(IllegalIds::contains);
  }

  @Test
  void blankIsWhatJavaScriptTrimsToNothing() {
    assertThat(List.of("", " ", "\t\n", "\u00a0\u2007\u202f", "\ufeff", "\u2028", " ".repeat(50)))
        .allMatch(IllegalIds::contains);
    assertThat(List.of("\u200b", "\u0085", "\u001c")).noneMatch(IllegalIds::contains);
  }

  @Test
  void spaceAroundAPlaceholderIsKeptSoItIsAnId() {
    assertThat(List.of(" null", "anonymous ", "guest-1", "user@example.com", "1"))
        .noneMatch(IllegalIds::contains);
  }
}
