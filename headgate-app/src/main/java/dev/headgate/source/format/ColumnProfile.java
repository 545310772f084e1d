package dev.headgate.source.format;

import dev.headgate.event.EventId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the values of one column look like in a sample.
final class ColumnProfile {
  /// Ways to write a time that are tried, the likelier first. An epoch is one only if it falls into
  /// the years 2000 to 2100, so that not every number is a time.
  private static final List<TimeFormat> TIMES =
      Stream.of(
              "iso8601",
              "epoch_s",
              "epoch_ms",
              "epoch_us",
              "yyyy-MM-dd HH:mm:ss z",
              "yyyy/MM/dd HH:mm:ss",
              "yyyy/MM/dd",
              "dd/MM/yyyy HH:mm:ss",
              "MM/dd/yyyy HH:mm:ss",
              "dd/MM/yyyy HH:mm",
              "MM/dd/yyyy HH:mm",
              "dd/MM/yyyy",
              "MM/dd/yyyy",
              "dd.MM.yyyy HH:mm:ss",
              "dd.MM.yyyy HH:mm",
              "dd.MM.yyyy",
              "dd/MMM/yyyy:HH:mm:ss Z",
              "EEE MMM dd HH:mm:ss Z yyyy",
              "EEE, dd MMM yyyy HH:mm:ss Z")
          .map(pattern -> new TimeFormat(pattern, ZoneOffset.UTC))
          .toList();

  private static final long FIRST_EPOCH_MICROS = 946_684_800L * 1_000_000;
  private static final long LAST_EPOCH_MICROS = 4_102_444_800L * 1_000_000;
  private static final int LONGEST_KEPT = 200;

  final String name;
  private final Set<String> distinct = new HashSet<>();
  private final Map<Integer, Integer> timesRead = new TreeMap<>();
  private final TimeFormat.Reader[] readers;
  private int present;
  private int numbers;
  private int booleans;
  private int uuids;
  private int longTexts;

  ColumnProfile(String name) {
    this.name = name;
    this.readers = TIMES.stream().map(TimeFormat::reader).toArray(TimeFormat.Reader[]::new);
  }

  void add(String value) {
    if (value.isBlank()) {
      return;
    }
    present++;
    distinct.add(value.length() > LONGEST_KEPT ? value.substring(0, LONGEST_KEPT) : value);
    boolean number = value.matches("-?\\d{1,30}(\\.\\d{1,30})?");
    numbers += number ? 1 : 0;
    booleans += value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false") ? 1 : 0;
    uuids += EventId.parse(value).isPresent() ? 1 : 0;
    longTexts += value.length() > LONGEST_KEPT ? 1 : 0;
    for (int i = 0; i < readers.length; i++) {
      boolean epoch = TIMES.get(i).name().startsWith("epoch");
      if (number != epoch) {
        continue;
      }
      var micros = readers[i].micros(value);
      boolean plausible =
          micros.isPresent()
              && (!epoch
                  || (micros.getAsLong() >= FIRST_EPOCH_MICROS
                      && micros.getAsLong() < LAST_EPOCH_MICROS));
      if (plausible) {
        timesRead.merge(i, 1, Integer::sum);
      }
    }
  }

  int present() {
    return present;
  }

  int distinct() {
    return distinct.size();
  }

  boolean allDiffer() {
    return present > 1 && distinct.size() == present;
  }

  boolean areNumbers() {
    return present > 0 && numbers == present;
  }

  boolean areBooleans() {
    return present > 0 && booleans == present;
  }

  boolean areUuids() {
    return present > 0 && uuids == present;
  }

  boolean areShort() {
    return longTexts == 0;
  }

  /// The way of writing times that at least nine in ten values are in.
  Optional<TimeFormat> time() {
    return timesRead.entrySet().stream()
        .filter(read -> read.getValue() * 10 >= present * 9)
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.<Integer, Integer>comparingByKey().reversed()))
        .map(read -> TIMES.get(read.getKey()));
  }

  /// Another one that fits as many values: day and month may be the other way round.
  Optional<TimeFormat> otherTime() {
    Optional<TimeFormat> first = time();
    return timesRead.entrySet().stream()
        .filter(read -> timesRead.values().stream().allMatch(most -> most <= read.getValue()))
        .map(read -> TIMES.get(read.getKey()))
        .filter(format -> !first.equals(Optional.of(format)))
        .findFirst();
  }
}
