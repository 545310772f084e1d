package dev.headgate.source.format;

import dev.headgate.json.Nearest;
import dev.headgate.source.SourceFault;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Which of a mapping's fields were met so far, and whether its timestamps could be read: a mapping
/// with a slip in it is told from data with a gap. Written to by the decoders of all parts; once
/// something was met, meeting it again costs one look.
final class Met {
  private static final int MAX_NAMES = 200;

  /// Records whose names are collected.
  private static final int RECORDS_NAMED = 1_000;

  private static final int NAMES_SHOWN = 20;

  private final Mapping mapping;
  private final MappedFields fields;
  private final AtomicIntegerArray met;
  private final AtomicBoolean records = new AtomicBoolean();
  private final AtomicBoolean readable = new AtomicBoolean();
  private volatile String unreadable = "";
  private final AtomicInteger recordsNamed = new AtomicInteger();
  private final Set<String> names = new TreeSet<>();

  Met(Mapping mapping, MappedFields fields) {
    this.mapping = mapping;
    this.fields = fields;
    this.met = new AtomicIntegerArray(fields.paths().size());
  }

  /// A record was met that has fields at all.
  void record() {
    if (!records.getPlain()) {
      records.set(true);
    }
  }

  void field(int number) {
    if (met.getPlain(number) == 0) {
      met.set(number, 1);
    }
  }

  /// A timestamp was met.
  ///
  /// @param readable whether it is written as the mapping says
  void timestamp(String text, boolean readable) {
    if (this.readable.getPlain()) {
      return;
    }
    if (readable) {
      this.readable.set(true);
    } else if (unreadable.isEmpty()) {
      unreadable = text;
    }
  }

  /// Whether the names of a record's fields are wanted, to be shown in a fault.
  boolean wantsNames() {
    return recordsNamed.getPlain() < RECORDS_NAMED
        && !complete()
        && recordsNamed.getAndIncrement() < RECORDS_NAMED;
  }

  synchronized void name(String name) {
    if (names.size() < MAX_NAMES) {
      names.add(name);
    }
  }

  private boolean complete() {
    for (int i = 0; i < met.length(); i++) {
      if (met.getPlain(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /// @param all also the fields that a record may lack
  void check(boolean all) throws SourceFault {
    if (!records.get()) {
      return;
    }
    for (int i = 0; i < met.length(); i++) {
      if (met.get(i) == 0 && (all || fields.required(i))) {
        throw noSuchField(mapping, fields.paths().get(i), "no record has it", names());
      }
    }
    String example = unreadable;
    if (!readable.get() && !example.isEmpty()) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "no timestamp is written as %s; the first is %s"
              .formatted(mapping.timeFormat().name(), RecordChecks.shown(example)),
          mapping.source(),
          "correct the timestamp's format: iso8601, epoch_s, epoch_ms, epoch_us, or a pattern such"
              + " as \"yyyy-MM-dd HH:mm:ss\"");
    }
  }

  private synchronized Set<String> names() {
    return new TreeSet<>(names);
  }

  /// @param why what was looked at
  static SourceFault noSuchField(Mapping mapping, String path, String why, Set<String> names) {
    Optional<String> nearest = Nearest.to(path, names);
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "the mapping names a field \"%s\", and %s".formatted(path, why),
        mapping.source(),
        nearest.map(name -> "did you mean \"" + name + "\"? ").orElse("")
            + "there are: "
            + String.join(", ", names.stream().limit(NAMES_SHOWN).toList())
            + (names.size() > NAMES_SHOWN ? ", ..." : ""));
  }
}
