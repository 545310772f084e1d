package dev.headgate.source.format;

import dev.headgate.json.JsonKind;
import dev.headgate.source.RecordFormat;
import java.util.List;
import java.util.Optional;

/// PostHog's batch export is told from events that were sent by the columns that only an export
/// has.
final class KnownPostHog implements KnownFormat {
  private static final List<String> COLUMNS =
      List.of("elements_chain", "person_properties", "_inserted_at");

  @Override
  public RecordFormat format() {
    return new PostHogFormat();
  }

  @Override
  public String title() {
    return "a PostHog batch export";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    List<String> columns = COLUMNS.stream().filter(line::has).toList();
    return isEvent(line) && !columns.isEmpty()
        ? Optional.of("have an event and " + String.join(", ", columns))
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return isEvent(line);
  }

  private static boolean isEvent(SampleLine line) {
    return line.is(JsonKind.STRING, "event") && line.has("distinct_id", "timestamp");
  }
}
