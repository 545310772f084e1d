package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The report as commands write it: as a page, and with `--thorough`.
class ReportIT {
  private static final String EVIL = "<script>alert(1)</script>";

  @TempDir Path folder;

  private Path export(int events) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events; i++) {
      lines
          .append("{\"event\":\"" + EVIL + "\",\"distinct_id\":\"u" + i % 7 + "\",")
          .append("\"timestamp\":\"2024-03-01T10:00:00.%06dZ\",".formatted(i))
          .append("\"properties\":{\"n\":" + i + ",\"password\":\"hunter" + i + "\"}}\n");
    }
    return Files.writeString(folder.resolve("export.jsonl"), lines);
  }

  @Test
  void anImportLeavesAPageThatSaysWhatItsFilesSay() throws Exception {
    Path data = folder.resolve("data");
    Ran ran = Ran.headgate("import", export(300), "--data", data, "--yes", "--json", "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    Path of = data.resolve("imports/1");
    String page = Files.readString(of.resolve("report.html"));
    assertThat(page)
        .startsWith("<!DOCTYPE html>")
        .contains(
            "Import 1", "The proposed rate over time", "&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("What the rules say")
        .doesNotContain("<script", "hunter");
    JsonNode assessment = Screen.tree(Files.readString(of.resolve("assessment.json")));
    assertThat(assessment.path("load").path("busiest").get(0).path("events").asLong())
        .isEqualTo(300);
    assertThat(assessment.path("event_types").get(0).path("cost_share").asDouble()).isEqualTo(1);
    assertThat(assessment.path("hazards").findValuesAsText("kind")).contains("credential_names");
  }

  @Test
  void assessWritesThePageWhereItIsAskedTo() throws Exception {
    Path page = folder.resolve("page.html");
    Ran ran = Ran.headgate("assess", export(300), "--report", page);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(Files.readString(page)).contains("What is in this export").doesNotContain("<script");
    assertThat(ran.out()).contains("Looked at more closely", "First at").doesNotContain("hunter");
    assertThat(ran.err()).contains("the report is in " + page);
  }

  @Test
  void aReportThatCannotBeWrittenIsSaidBeforeAnythingIsRead() throws Exception {
    Ran ran =
        Ran.headgate(
            "assess", export(1), "--report", folder.resolve("nowhere/page.html"), "--json");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.json().path("error").path("what").asText()).contains("no folder");
  }

  @Test
  void onlyThoroughlyEveryEventsPropertiesAreLookedAt() throws Exception {
    Path export = export(12_000);
    JsonNode sampled = Ran.headgate("assess", export, "--json", "--quiet").json();
    JsonNode all = Ran.headgate("assess", export, "--thorough", "--json", "--quiet").json();
    assertThat(sampled.path("properties").path("thorough").asBoolean()).isFalse();
    assertThat(sampled.path("properties").path("sampled").asLong()).isBetween(1_000L, 5_000L);
    assertThat(all.path("properties").path("thorough").asBoolean()).isTrue();
    assertThat(all.path("properties").path("out_of_place").get(0).path("events").asLong())
        .isEqualTo(12_000);
    assertThat(all.path("load")).isEqualTo(sampled.path("load"));
    assertThat(all.path("times").path("out_of_order"))
        .isEqualTo(sampled.path("times").path("out_of_order"));
  }
}
