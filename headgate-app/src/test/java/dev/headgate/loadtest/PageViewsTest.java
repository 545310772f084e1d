package dev.headgate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageViewsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-27T10:00:00.123456Z"));

  private static PageViews views(RequestShape shape) {
    return new PageViews(7, new ProjectToken("phc_\"quoted\\"), shape, CLOCK, 42);
  }

  @Test
  void aPageViewSaysWhichLoadTestItIsOf() throws Exception {
    LoadRequest request = views(new RequestShape(1, 10, 0)).of(3);
    JsonNode event = JSON.readTree(request.body().utf8());
    assertThat(request.path()).isEqualTo("/i/v0/e/");
    assertThat(event.path("api_key").asText()).isEqualTo("phc_\"quoted\\");
    assertThat(event.path("event").asText()).isEqualTo("$pageview");
    assertThat(event.path("distinct_id").asText()).matches("load-test-7-visitor-[0-9]");
    assertThat(event.path("timestamp").asText()).isEqualTo("2026-11-27T10:00:00.123Z");
    assertThat(event.path("properties").path("$headgate_load_test").asInt()).isEqualTo(7);
    assertThat(EventId.parse(event.path("uuid").asText()).orElseThrow())
        .isEqualTo(request.uuids().getFirst());
  }

  @Test
  void aBatchHasSoManyEventsOfSuchALength() throws Exception {
    LoadRequest request = views(new RequestShape(20, 5, 2_000)).of(1);
    JsonNode batch = JSON.readTree(request.body().utf8()).path("batch");
    assertThat(request.path()).isEqualTo("/batch/");
    assertThat(batch).hasSize(20);
    for (int i = 0; i < 20; i++) {
      assertThat(batch.path(i).path("uuid").asText()).isEqualTo(request.uuids().get(i).toString());
      assertThat(batch.path(i).toString().length()).isBetween(1_990, 2_010);
    }
  }

  @Test
  void noTwoEventsHaveOneUuid() {
    PageViews views = views(new RequestShape(10, 5, 0));
    Set<EventId> uuids = new HashSet<>();
    for (long n = 1; n <= 2_000; n++) {
      uuids.addAll(views.of(n).uuids());
    }
    assertThat(uuids).hasSize(20_000);
  }
}
