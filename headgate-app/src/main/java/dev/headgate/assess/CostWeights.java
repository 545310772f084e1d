package dev.headgate.assess;

import dev.headgate.assess.Assessment.Merges;
import dev.headgate.event.EventKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What an event costs the embedded pipeline, in microseconds of processor time, from its reading
/// to its proof. The figures stand in `cost-weights.properties`, which says how they were measured:
/// good for comparing event types of one export with each other, a rough guess on another machine.
///
/// @param eventMicros of any event
/// @param byteMicros for each byte of its record on top
/// @param mergeMicros for each merge fact on top
public record CostWeights(double eventMicros, double byteMicros, double mergeMicros) {
  private static final String FILE = "cost-weights.properties";

  /// The figures that come with the program.
  public static CostWeights measured() {
    Properties figures = new Properties();
    try (InputStream in = CostWeights.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the program");
      }
      figures.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CostWeights(
        Double.parseDouble(figures.getProperty("event_micros")),
        Double.parseDouble(figures.getProperty("byte_micros")),
        Double.parseDouble(figures.getProperty("merge_micros")));
  }

  double micros(long events, long bytes, long merges) {
    return events * eventMicros + bytes * byteMicros + merges * mergeMicros;
  }

  /// How the cost of an export is shared between its event types.
  Shares shares(long events, long bytes, Merges merges) {
    return new Shares(this, micros(events, bytes, merges.total()), merges);
  }

  /// @param allMicros the cost of the whole export
  record Shares(CostWeights weights, double allMicros, Merges merges) {
    /// The share of a type, 0 to 1.
    double of(String type, long events, long bytes) {
      long mergesOfType =
          switch (EventKind.ofName(type)) {
            case IDENTIFY -> merges.identify();
            case CREATE_ALIAS -> merges.createAlias();
            case MERGE_DANGEROUSLY -> merges.mergeDangerously();
            case PLAIN -> 0;
          };
      return allMicros == 0 ? 0 : weights.micros(events, bytes, mergesOfType) / allMicros;
    }
  }
}
