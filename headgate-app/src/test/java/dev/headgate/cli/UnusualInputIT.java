package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people have instead of a clean file of lines, by command.
class UnusualInputIT {
  private static final String EVENT =
      "{\"event\":\"e\",\"distinct_id\":\"J\u00fcrgen\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"properties\":{\"n\":%d}}";

  @TempDir Path folder;

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static String lines(int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append(EVENT.formatted(i)).append('\n');
    }
    return out.toString();
  }

  private static Ran assess(Object... words) {
    Object[] all = new Object[words.length + 2];
    all[0] = "assess";
    System.arraycopy(words, 0, all, 1, words.length);
    all[all.length - 1] = "--json";
    return Ran.headgate(all);
  }

  @Test
  void otherEncodingsAreOfferedAndThenRead() throws Exception {
    for (Map.Entry<String, Charset> encoding :
        Map.of("utf-16le", UTF_16LE, "latin-1", java.nio.charset.StandardCharsets.ISO_8859_1)
            .entrySet()) {
      byte[] content = lines(20).getBytes(encoding.getValue());
      Path file = file(encoding.getKey(), content);
      Ran offered = assess(file);
      assertThat(offered.exitCode()).isEqualTo(2);
      assertThat(offered.json().path("error").path("next").asText())
          .contains("--encoding " + encoding.getKey());
      Ran read = assess(file, "--encoding", encoding.getKey());
      assertThat(read.exitCode()).as(read.err()).isZero();
      assertThat(read.json().path("events").asLong()).isEqualTo(20);
      assertThat(read.json().path("sources").get(0).path("bytes").asLong())
          .isEqualTo(content.length);
      assertThat(read.json().path("top_distinct_ids").get(0).path("distinct_id").asText())
          .isEqualTo("J\u00fcrgen");
    }
  }

  @Test
  void anArrayIsReadElementByElement() throws Exception {
    String array = "[\n" + lines(30).strip().replace("\n", ",\n") + "\n]\n";
    Ran ran = assess(file("array.json", array.getBytes(UTF_8)));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.json().path("events").asLong()).isEqualTo(30);
    assertThat(ran.json().path("lines").asLong()).isEqualTo(30);
    Ran preview = Ran.headgate("preview", folder.resolve("array.json"), "--limit", "2", "--json");
    assertThat(preview.json().path("events").findValuesAsText("line")).containsExactly("2", "3");
    Ran cut = assess(file("cut.json", array.substring(0, array.length() - 3).getBytes(UTF_8)));
    assertThat(cut.json().path("hazards").toString()).contains("truncated");
  }

  @Test
  void aBombIsRefusedAndCanBeAllowed() throws Exception {
    Path bomb = folder.resolve("bomb.gz");
    byte[] line = (EVENT.formatted(1) + " ".repeat(1_000_000) + "\n").getBytes(UTF_8);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 300; i++) {
        out.write(line);
      }
    }
    Ran refused = assess(bomb);
    assertThat(refused.exitCode()).isEqualTo(2);
    JsonNode error = refused.json().path("error");
    assertThat(error.path("what").asText()).contains("unpacks to more than 200 times its size");
    assertThat(error.path("next").asText()).contains("--max-expansion 2000");
    Ran allowed = assess(bomb, "--max-expansion", "2000");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(allowed.json().path("events").asLong()).isEqualTo(300);
  }

  @Test
  void aLineOf200MegabytesIsARejectInASmallHeap() throws Exception {
    Path file = folder.resolve("long.jsonl");
    byte[] megabyte = "x".repeat(1 << 20).getBytes(UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(lines(10).getBytes(UTF_8));
      out.write("{\"event\":\"".getBytes(UTF_8));
      for (int i = 0; i < 200; i++) {
        out.write(megabyte);
      }
      out.write(("\"}\n" + lines(10)).getBytes(UTF_8));
    }
    Ran ran =
        new ChildCommand(folder, "192m", Map.of(), "preview", file, "--json", "--limit", "30")
            .toTheEnd();
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.json().path("events")).hasSize(20);
    JsonNode reject = ran.json().path("rejects").get(0);
    assertThat(reject.path("reason").asText()).isEqualTo("too_long");
    assertThat(reject.path("line").asInt()).isEqualTo(11);
    assertThat(reject.path("length").asLong()).isEqualTo((200L << 20) + 12);
  }

  @Test
  void aSuggestedMappingWorksAsItIs() throws Exception {
    StringBuilder csv = new StringBuilder("when;user;action\n");
    for (int i = 0; i < 50; i++) {
      csv.append(
          "2024-01-01 00:00:%02d;u%d;%s%n".formatted(i, i % 7, i % 2 == 0 ? "open" : "close"));
    }
    Path file = file("x.csv", csv.toString().getBytes(UTF_8));
    Ran draft = Ran.headgate("preview", file, "--suggest-mapping");
    assertThat(draft.exitCode()).as(draft.err()).isZero();
    Path mapping = file("mapping.yaml", draft.out().getBytes(UTF_8));
    Ran ran = assess(file, "--mapping", mapping);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.json().path("events").asLong()).isEqualTo(50);
    assertThat(ran.json().path("event_types").findValuesAsText("event"))
        .containsExactlyInAnyOrder("open", "close");
    Ran preview = Ran.headgate("preview", file, "--mapping", mapping, "--limit", "1");
    assertThat(preview.out())
        .contains(
            "<- field \"user\"", "<- field \"action\"", "line        2024-01-01 00:00:00;u0;open");
  }
}
