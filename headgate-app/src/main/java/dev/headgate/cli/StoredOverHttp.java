package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.event.EventId;
import dev.headgate.event.UuidSum;
import dev.headgate.verify.Observed;
import dev.headgate.verify.VerifyFault;
import java.util.function.Consumer;

/// What a pipeline's stores hold of an import, asked over its API.
record StoredOverHttp(PipelineClient client, int importNumber) implements Observed {

  @Override
  public void groups(Consumer<Group> each) throws VerifyFault {
    lines(
        "groups",
        line ->
            each.accept(
                new Group(line.path("day").asInt(), line.path("event").asText(), sum(line))));
  }

  @Override
  public void prefixes(Consumer<Prefix> each) throws VerifyFault {
    lines("prefixes", line -> each.accept(new Prefix(line.path("prefix").asInt(), sum(line))));
  }

  @Override
  public void events(int first, int last, Consumer<Stored> each) throws VerifyFault {
    lines(
        "events?first=" + first + "&last=" + last,
        line ->
            each.accept(
                new Stored(
                    uuid(line),
                    line.path("event").asText(),
                    line.path("distinct_id").asText(),
                    line.path("timestamp_micros").asLong())));
  }

  @Override
  public void deduplicated(Consumer<EventId> each) throws VerifyFault {
    lines("deduplicated", line -> each.accept(uuid(line)));
  }

  @Override
  public void dropped(Consumer<Dropped> each) throws VerifyFault {
    lines("dropped", line -> each.accept(new Dropped(uuid(line), line.path("app").asText())));
  }

  @Override
  public Merges merges() throws VerifyFault {
    JsonNode merges = client.get("/api/v1/imports/" + importNumber + "/merges");
    return new Merges(
        merges.path("applied").asLong(),
        merges.path("refused").asLong(),
        merges.path("set_aside").asLong());
  }

  private void lines(String what, Consumer<JsonNode> each) {
    client.lines(
        "/api/v1/imports/" + importNumber + "/observed/" + what,
        line -> each.accept(Screen.tree(line)));
  }

  private static UuidSum sum(JsonNode line) {
    return new UuidSum(
        line.path("count").asLong(), line.path("high").asLong(), line.path("low").asLong());
  }

  private static EventId uuid(JsonNode line) {
    return EventId.parse(line.path("uuid").asText()).orElseThrow();
  }
}
