package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports in which user and device stand on one record: generated ones against their truth, and
/// small ones for what can be odd about them.
class MixpanelAndAmplitudeIT {
  private static final int EVENTS = 20_000;

  @TempDir Path folder;

  private Path history(String format, String name) {
    Path file = folder.resolve(name);
    Ran ran =
        Ran.headgate("synth", "--format", format, "--events", EVENTS, "--out", file, "--quiet");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return file;
  }

  private Ran importing(Path export, Object... more) {
    Object[] words = {"import", export, "--data", folder.resolve("data"), "--yes", "--json"};
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Ran.headgate(all);
  }

  private String persons() {
    return Ran.headgate("export", "persons", "--data", folder.resolve("data")).out();
  }

  /// Asserts that an import is what its history says, and that reading again proves the same.
  private void assertIsTrue(Ran ran, String history) throws IOException {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    JsonNode truth = Screen.tree(Files.readString(folder.resolve(history + ".truth.json")));
    JsonNode assessment = ran.json().path("assessment");
    assertThat(assessment.path("identity_pairs")).isEqualTo(truth.path("pairs"));
    assertThat(truth.path("pairs").asInt()).isGreaterThan(500);
    for (String same :
        List.of("events", "distinct_ids", "top_distinct_ids", "event_types", "days", "merges")) {
      JsonNode stated = truth.path(same);
      assertThat(StatedKeys.of(assessment.path(same), stated)).as(same).isEqualTo(stated);
    }
    assertThat(ran.verification().path("stored")).isEqualTo(truth.path("events"));
    assertThat(ran.verification().path("merge_facts").path("refused"))
        .isEqualTo(truth.path("merge_outcomes").path("refused"));
    assertThat(persons()).isEqualTo(Files.readString(folder.resolve(history + ".persons.jsonl")));
    Ran again = Ran.headgate("verify", "1", "--data", folder.resolve("data"), "--reread", "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().path("read")).isEqualTo(ran.verification().path("read"));
  }

  @Test
  void aMixpanelExportComesInAsItsTruthSays() throws Exception {
    Path export = history("mixpanel", "export.json.gz");
    Ran preview = Ran.headgate("preview", export, "--json");
    assertThat(preview.json().path("format").asText()).isEqualTo("mixpanel");
    assertThat(preview.json().path("evidence").asText())
        .isEqualTo("100 of the first 100 lines have $insert_id and mp_processing_time_ms");
    assertIsTrue(importing(export), "export.json.gz");
  }

  @Test
  void anAmplitudeExportComesInAsItsTruthSays() throws Exception {
    List<String> lines = Files.readAllLines(history("amplitude", "made.jsonl"));
    Path exports = Files.createDirectories(folder.resolve("exports"));
    try (OutputStream file = Files.newOutputStream(exports.resolve("saved.json.gz"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int hour = 0; hour < 4; hour++) {
        zip.putNextEntry(new ZipEntry("111/111_2024-01-01_" + hour + "#1.json.gz"));
        // The last hours first: the first moment of a pair is not the first that is read.
        int from = (3 - hour) * lines.size() / 4;
        zip.write(gzip(lines.subList(from, (4 - hour) * lines.size() / 4)));
      }
    }
    String merge =
        "{\"amplitude_id\":1,\"merged_amplitude_id\":2,\"merge_event_time\":\"2024-01-01 00:00:00\"}\n";
    Files.writeString(exports.resolve("merge_ids.json"), merge.repeat(10));

    Ran ran = importing(exports);
    assertIsTrue(ran, "made.jsonl");
    assertThat(ran.json().path("assessment").path("format").asText()).isEqualTo("amplitude");
    assertThat(ran.verification().path("dropped_by_app").path("format").asInt()).isEqualTo(10);
  }

  private static byte[] gzip(List<String> lines) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static String amplitude(String user, String device, int second, String properties) {
    return """
    {"event_type":"e","user_id":%s,"device_id":"%s","event_time":"2024-01-01 00:00:%02d",\
    "amplitude_id":1,"event_properties":{%s}}
    """
        .formatted(user, device, second, properties);
  }

  @Test
  void aSecondUserOfADeviceStaysAPersonOfItsOwn() throws Exception {
    StringBuilder lines = new StringBuilder(amplitude("null", "d", 0, ""));
    lines.append(amplitude("\"first\"", "d", 1, ""));
    for (int i = 2; i < 40; i++) {
      lines.append(amplitude("\"later" + i + "\"", "d", i, ""));
    }
    Ran ran = importing(Files.writeString(folder.resolve("shared.json"), lines));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("read").asInt()).isEqualTo(40 + 39);
    assertThat(ran.json().path("assessment").path("hazards"))
        .anySatisfy(hazard -> {
          assertThat(hazard.path("kind").asText()).isEqualTo("shared_devices");
          assertThat(hazard.path("examples").get(0).asText()).endsWith("shared.json:3");
        });
    List<String> persons = persons().lines().toList();
    assertThat(persons).hasSize(39);
    assertThat(persons).filteredOn(person -> person.contains("[\"d\",\"first\"]")).hasSize(1);
    assertThat(persons).allMatch(person -> person.contains("\"is_identified\":true"));
    assertThat(ran.verification().path("merge_facts").path("refused").asInt()).isEqualTo(38);
  }

  @Test
  void anEventThatIsRefusedLeavesTheMergeOfItsRecord() throws Exception {
    String refused = amplitude("\"u\"", "d", 1, "\"$cookieless_mode\":\"yes\"");
    Path export =
        Files.writeString(folder.resolve("odd.json"), refused + amplitude("\"u\"", "e", 2, ""));
    Ran ran = importing(export, "--reject-budget", "50%");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.verification().path("read").asInt()).isEqualTo(4);
    assertThat(ran.verification().path("stored").asInt()).isEqualTo(3);
    assertThat(ran.verification().path("rejected").asInt()).isEqualTo(1);
    assertThat(persons().lines().toList()).hasSize(1);
    Ran again = Ran.headgate("verify", "1", "--data", folder.resolve("data"), "--reread", "--json");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.json().path("stored").asInt()).isEqualTo(3);
  }

  @Test
  void theWrongFormatIsDisproved() throws Exception {
    Path export = Files.writeString(folder.resolve("a.json"), amplitude("\"u\"", "d", 1, ""));
    Ran ran = Ran.headgate("import", export, "--format", "mixpanel", "--data", folder, "--json");
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.json().path("error").path("what").asText())
        .isEqualTo("this is not a Mixpanel export: this looks like an Amplitude export");
    assertThat(ran.json().path("error").path("where").asText()).endsWith("a.json:1");
  }
}
