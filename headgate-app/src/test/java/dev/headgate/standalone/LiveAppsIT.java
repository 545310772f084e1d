package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.apps.geoip.MmdbFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Live events of a running pipeline meet the apps of the moment they were captured.
class LiveAppsIT {
  private static final String APPS = "/api/v1/projects/default/apps";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  private static JsonNode set(PipelineUnderTest pipeline, String apps) throws Exception {
    HttpResponse<String> answer = pipeline.put(APPS, "apps:\n" + apps, true);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return PipelineUnderTest.tree(answer.body());
  }

  /// The events stored, once there are as many.
  private static List<String> stored(PipelineUnderTest pipeline, int events) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    List<String> lines = List.of();
    while (Instant.now().isBefore(deadline)) {
      lines =
          pipeline
              .text("/api/v1/projects/default/export/events")
              .lines()
              .filter(line -> !line.isEmpty())
              .toList();
      if (lines.size() >= events) {
        return lines;
      }
      Thread.sleep(100);
    }
    return fail("%d events are not stored in time, but %s".formatted(events, lines));
  }

  @Test
  void anEventMeetsTheVersionThatWasInForceWhenItWasCaptured() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      pipeline.startEngines();
      pipeline.post(false, PipelineUnderTest.event(1, "e", "u1", 1, "{\"mail\":\"a@b.c\"}"));
      JsonNode first =
          set(
              pipeline,
              """
                - {name: noise, kind: drop, events: [noise]}
                - {name: h, kind: hash, properties: [mail]}
              """);
      assertThat(first.path("version").asInt()).isOne();
      pipeline.post(
          false,
          PipelineUnderTest.event(2, "e", "u2", 2, "{\"mail\":\"a@b.c\"}"),
          PipelineUnderTest.event(3, "noise", "u3", 3, "{}"));
      set(pipeline, "  - {name: h, kind: hash, properties: [mail]}\n");
      pipeline.post(
          false,
          PipelineUnderTest.event(4, "e", "u4", 4, "{\"mail\":\"a@b.c\"}"),
          PipelineUnderTest.event(5, "noise", "u5", 5, "{}"));
      List<String> lines = stored(pipeline, 4);
      assertThat(lines).hasSize(4);
      assertThat(lines.get(0)).contains("\"mail\":\"a@b.c\"");
      String hash = PipelineUnderTest.tree(lines.get(1)).at("/properties/mail").asText();
      assertThat(hash).matches("[0-9a-f]{64}");
      assertThat(PipelineUnderTest.tree(lines.get(2)).at("/properties/mail").asText())
          .as("the salt is the project's, not the version's")
          .isEqualTo(hash);
      assertThat(lines.get(3)).contains("noise", PipelineUnderTest.uuid(5));
      assertThat(pipeline.text("/metrics"))
          .contains("headgate_app_events_dropped_total{app=\"noise\",project=\"default\"} 1.0")
          .contains("headgate_app_events_changed_total{app=\"h\",project=\"default\"} 2.0")
          .contains("headgate_app_seconds_per_event{app=\"h\",project=\"default\"}");
      JsonNode listed = pipeline.json(APPS);
      assertThat(listed.path("versions")).hasSize(2);
      assertThat(listed.path("apps").path(0).path("changed").asInt()).isEqualTo(2);
    }
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      pipeline.startEngines();
      pipeline.post(false, PipelineUnderTest.event(6, "e", "u6", 6, "{\"mail\":\"a@b.c\"}"));
      List<String> lines = stored(pipeline, 5);
      assertThat(PipelineUnderTest.tree(lines.get(4)).at("/properties/mail").asText())
          .as("after a restart")
          .isEqualTo(PipelineUnderTest.tree(lines.get(1)).at("/properties/mail").asText());
    }
  }

  @Test
  void aPlaceIsThatOfTheFileAsItWasWhenTheAppsWereSet() throws Exception {
    Path database = folder.resolve("places.mmdb");
    Files.write(database, MmdbFile.of(Map.of("192.0.2.0/24", MmdbFile.city("Delft", "NL"))));
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder.resolve("d"), false)) {
      pipeline.startEngines();
      HttpResponse<String> missing =
          pipeline.put(APPS, "apps:\n- {name: g, kind: geoip, database: /nowhere/x.mmdb}\n", true);
      assertThat(missing.statusCode()).isEqualTo(400);
      assertThat(missing.body())
          .contains("line 2, app \\\"g\\\", key \\\"database\\\": there is no");
      set(
          pipeline,
          "  - {name: g, kind: geoip, database: '%s', on_error: set_aside}\n".formatted(database));
      Files.delete(database);
      pipeline.post(
          false,
          PipelineUnderTest.event(1, "e", "u1", 1, "{\"$ip\":\"192.0.2.7\"}"),
          PipelineUnderTest.event(2, "e", "u2", 2, "{\"$ip\":\"no address\"}"),
          PipelineUnderTest.event(3, "e", "u3", 3, "{\"$ip\":\"198.51.100.1\"}"));
      List<String> lines = stored(pipeline, 2);
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst())
          .contains("\"$geoip_city_name\":\"Delft\"", "\"$geoip_country_code\":\"NL\"");
      assertThat(lines.getLast()).doesNotContain("geoip");
      assertThat(Files.readString(folder.resolve("d").resolve("set-aside").resolve("1.jsonl")))
          .contains(
              "{\"uuid\":\"" + PipelineUnderTest.uuid(2) + "\"",
              "\"$ip\":\"no address\"",
              "\"set_aside\":{\"app\":\"g/set_aside\",\"why\":\"the property is no IP address\"");
    }
  }

  @Test
  void onlyTheTeamSetsAppsAndEverybodyOfTheProjectSeesThem() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      HttpResponse<String> answer = pipeline.put(APPS, "apps: []", false);
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(pipeline.json(APPS).path("version").asInt()).isZero();
      HttpResponse<String> json =
          pipeline.put(
              APPS + "?reason=noise",
              "{\"apps\":[{\"name\":\"n\",\"kind\":\"drop\",\"events\":[\"x\"]}]}",
              true);
      assertThat(json.statusCode()).as(json.body()).isEqualTo(200);
      JsonNode listed = pipeline.json(APPS);
      assertThat(listed.path("versions").path(0).path("by").asText()).isEqualTo("pipeline team");
      assertThat(listed.path("versions").path(0).path("why").asText()).isEqualTo("noise");
      assertThat(pipeline.get(APPS + "?version=2").statusCode()).isEqualTo(404);
    }
  }
}
