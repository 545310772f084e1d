package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what with the calendar.
class CalendarApiIT {
  private static final String CALENDAR =
      "teams: [{name: platform, zone: Europe/Berlin, hours: {monday-sunday: \"00:00-24:00\"}}]";

  @TempDir private Path folder;

  @Test
  void theTeamSetsItAndACustomerSeesSlotsOnly() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      assertThat(pipeline.put("/api/v1/calendar", CALENDAR, false).statusCode()).isEqualTo(403);
      assertThat(pipeline.get("/api/v1/calendar").statusCode()).isEqualTo(403);
      HttpResponse<String> set = pipeline.put("/api/v1/calendar?reason=why", CALENDAR, true);
      assertThat(set.statusCode()).as(set.body()).isEqualTo(200);
      JsonNode version = PipelineUnderTest.tree(set.body()).path("versions").path(0);
      assertThat(version.path("role").asText()).isEqualTo("pipeline_team");
      assertThat(version.path("why").asText()).isEqualTo("why");

      JsonNode answer = pipeline.json("/api/v1/calendar/slots?duration=PT3H&peak=20000&limit=2");
      assertThat(answer.path("calendar_version").asInt()).isEqualTo(1);
      assertThat(answer.path("slots")).hasSize(2);
      assertThat(answer.path("slots").path(0).path("overlap").asDouble()).isEqualTo(1);
      assertThat(answer.path("slots").path(0).path("local_from").asText()).contains("+0");
    }
  }

  @Test
  void aCalendarThatIsWrongIsRefused() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.start(folder, false)) {
      for (String wrong : new String[] {"", "teams: [", "teams: []", "\0"}) {
        HttpResponse<String> answer = pipeline.put("/api/v1/calendar", wrong, true);
        assertThat(answer.statusCode()).as(wrong + answer.body()).isEqualTo(400);
        assertThat(answer.body())
            .contains("\"what\":\"line 1", "\"where\":\"body\"", "correct the file");
      }
      String large = CALENDAR + "\n#" + "x".repeat(1 << 20);
      assertThat(pipeline.put("/api/v1/calendar", large, true).statusCode()).isEqualTo(413);
      assertThat(pipeline.put("/api/v1/calendar", large, false).body())
          .contains("\"where\":\"/calendar\"");
      assertThat(
              pipeline
                  .json("/api/v1/calendar/slots?duration=PT1H&peak=1")
                  .path("calendar_version")
                  .asInt())
          .isZero();
    }
  }
}
