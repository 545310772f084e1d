package dev.headgate.source.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the first lines of an export are: each counts for the first format that it has the marks
/// of.
final class Census {
  private final Map<KnownFormat, Map<String, Integer>> marked = new HashMap<>();
  private int lines;

  /// Lines that are JSON objects, or have the marks of a format: those that could tell.
  private int telling;

  Census(List<KnownFormat> formats, List<SampleLine> lines) {
    for (SampleLine line : lines) {
      boolean known = false;
      for (KnownFormat format : formats) {
        Optional<String> marks = known ? Optional.empty() : format.marks(line);
        known |= marks.isPresent();
        marks.ifPresent(words ->
            marked.computeIfAbsent(format, _ -> new HashMap<>()).merge(words, 1, Integer::sum));
      }
      this.lines++;
      telling += known || line.isObject() ? 1 : 0;
    }
  }

  int lines() {
    return lines;
  }

  int of(KnownFormat format) {
    return marked.getOrDefault(format, Map.of()).values().stream().mapToInt(n -> n).sum();
  }

  /// Whether the lines may be taken for that format: at least half of those that could tell have
  /// its marks, and one in ten of all. Lines that are broken are counted later, one by one, within
  /// the reject budget.
  boolean isOf(KnownFormat format) {
    int found = of(format);
    return found > 0 && found * 2 >= telling && found * 10 >= lines;
  }

  /// The format most lines have the marks of; empty if none has any.
  Optional<KnownFormat> leading() {
    return marked.keySet().stream()
        .max((one, other) -> {
          int byLines = Integer.compare(of(one), of(other));
          return byLines != 0 ? byLines : other.title().compareTo(one.title());
        });
  }

  /// `97 of the first 100 lines have ...`, by the marks that most lines have.
  String evidence(KnownFormat format) {
    return marked.getOrDefault(format, Map.of()).entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.<String, Integer>comparingByKey().reversed()))
        .map(most -> "%d of the first %d lines %s".formatted(most.getValue(), lines, most.getKey()))
        .orElse("none of the first " + lines + " lines shows the format");
  }
}
