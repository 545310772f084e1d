package dev.headgate.source.format;

import dev.headgate.source.RecordFormat;
import java.util.List;
import java.util.Optional;

/// Amplitude's export is told by its names for the type, the time and the person of an event; or,
/// of its table of merges, by the two ids.
final class KnownAmplitude implements KnownFormat {
  private static final List<String> ADMITTED =
      List.of("event_type", "user_id", "device_id", "amplitude_id");

  @Override
  public RecordFormat format() {
    return new AmplitudeFormat();
  }

  @Override
  public String title() {
    return "an Amplitude export";
  }

  @Override
  public Optional<String> marks(SampleLine line) {
    if (line.has("event_type", "amplitude_id")) {
      return Optional.of("have event_type and amplitude_id");
    }
    if (line.has("event_type", "event_time")) {
      return Optional.of("have event_type and event_time");
    }
    return line.has("amplitude_id", "merged_amplitude_id")
        ? Optional.of("have amplitude_id and merged_amplitude_id")
        : Optional.empty();
  }

  @Override
  public boolean admits(SampleLine line) {
    return ADMITTED.stream().anyMatch(line::has);
  }
}
