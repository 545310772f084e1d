package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A whole import (assess, send, capture, log, facts, events, proof), beside DuckDB's own `INSERT
/// SELECT` of the same file, in interleaved pairs: A B A B, the ratio pair by pair, the median of
/// the ratios; before them as many A/A pairs of the import with itself, whose spread says what the
/// machine can tell apart.
///
/// Arguments: `--events N --pairs K --aa K --packed gz --headgate PATH`; `--packed` gives both the
/// file packed that way (`gz` or `zst`), as exports come, else it is plain. Rates are events over
/// the seconds each side states for itself (`timing.wall_seconds` of the import, start of the JVM
/// not included in either).
public final class EndToEnd {
  static final Pattern WALL = Pattern.compile("\"wall_seconds\":([0-9.E+-]+)");
  private static final Pattern STORED =
      Pattern.compile("\"verification\":\\{[^}]*?\"stored\":(\\d+)");

  private final Path headgate;
  private final Path folder;
  private final long events;
  private final String name;

  private EndToEnd(Path headgate, Path folder, long events, String name) {
    this.headgate = headgate;
    this.folder = folder;
    this.events = events;
    this.name = name;
  }

  private record Run(double eventsPerSecond, double cpuMicrosPerEvent) {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    long events = Long.parseLong(option(arguments, "--events", "500000"));
    int pairs = Integer.parseInt(option(arguments, "--pairs", "7"));
    int aaPairs = Integer.parseInt(option(arguments, "--aa", "3"));
    String packed = option(arguments, "--packed", "");
    String name = "history.jsonl" + (packed.isEmpty() ? "" : "." + packed);
    Path headgate = Path.of(option(arguments, "--headgate", "headgate")).toAbsolutePath();
    Path folder = Files.createTempDirectory("headgate-benchmark-");
    try {
      new EndToEnd(headgate, folder, events, name).measure(pairs, aaPairs);
    } finally {
      delete(folder);
    }
  }

  private void measure(int pairs, int aaPairs) throws IOException, InterruptedException {
    Path history = folder.resolve(name);
    ChildProcess.synth(headgate.toString(), history, folder, "--events", Long.toString(events));
    System.out.printf(
        Locale.ROOT, "%,d events, %s, %.1f MB%n", events, name, Files.size(history) / 1e6);
    List<Double> same = new ArrayList<>();
    for (int i = 0; i < aaPairs; i++) {
      Run one = importOnce(history);
      Run other = importOnce(history);
      same.add(one.eventsPerSecond / other.eventsPerSecond);
    }
    if (!same.isEmpty()) {
      System.out.println("A/A (import over import): " + spread(same));
    }
    List<Double> ratios = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> cpus = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Run ours = importOnce(history);
      Run bare = insertSelectOnce(history);
      rates.add(ours.eventsPerSecond);
      cpus.add(ours.cpuMicrosPerEvent);
      theirs.add(bare.eventsPerSecond);
      ratios.add(ours.eventsPerSecond / bare.eventsPerSecond);
      System.out.printf(
          Locale.ROOT,
          "pair %d: import %,.0f/s (%.1f us CPU an event), INSERT SELECT %,.0f/s (%.1f us), ratio"
              + " %.3f%n",
          i + 1,
          ours.eventsPerSecond,
          ours.cpuMicrosPerEvent,
          bare.eventsPerSecond,
          bare.cpuMicrosPerEvent,
          ratios.getLast());
    }
    System.out.println("import, events/s:         " + spread(rates));
    System.out.println("import, us CPU an event:  " + spread(cpus));
    System.out.println("INSERT SELECT, events/s:  " + spread(theirs));
    System.out.println("ratio:                    " + spread(ratios));
    System.out.println("result: " + events + " stored and verified in every run");
  }

  private Run importOnce(Path history) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(folder, "data-");
    ChildProcess run = ChildProcess.importOf(headgate.toString(), history, data, folder);
    delete(data);
    if (number(STORED, run.output()) != events) {
      throw new IOException("the import did not store " + events + " events");
    }
    return new Run(events / number(WALL, run.output()), run.cpu().toNanos() / 1000.0 / events);
  }

  private Run insertSelectOnce(Path history) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory(folder, "duckdb-");
    ChildProcess run =
        ChildProcess.java(InsertSelect.class, folder, history.toString(), data.toString());
    delete(data);
    String[] answer = run.output().strip().split(" ", 2);
    if (Long.parseLong(answer[0]) != events) {
      throw new IOException("INSERT SELECT stored " + answer[0] + " of " + events);
    }
    return new Run(events / Double.parseDouble(answer[1]), run.cpu().toNanos() / 1000.0 / events);
  }

  static double number(Pattern pattern, String text) throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IOException("no " + pattern + " in " + text);
    }
    return Double.parseDouble(matcher.group(1));
  }

  static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    String format = median >= 100 ? "%,.0f" : "%.3f";
    return String.format(
        Locale.ROOT,
        "median " + format + ", from " + format + " to " + format + " (%d)",
        median,
        sorted.getFirst(),
        sorted.getLast(),
        sorted.size());
  }

  static String option(String[] arguments, String name, String otherwise) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    return otherwise;
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
