package dev.headgate.synth;

import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.synth.Dice.Draw;
import java.io.IOException;
import java.nio.file.Path;

/// A generated history, as lines of its format, with the truth about it. Lines are made one by one
/// in order of time ({@link Faults#shuffle} is for whoever writes them down); memory grows with the
/// number of users only, about 150 bytes each.
///
/// Use: {@link #writeTo} once, then {@link #counts} and {@link #writePersons}.
public final class History {
  private final SynthSettings settings;
  private final HistoryGenerator generator;
  private final LineEncoder encoder;
  private final EventCounts counts;
  private final LaterLines later = new LaterLines();
  private final JsonOutput line = new JsonOutput(8 << 10);
  private boolean written;

  public History(SynthSettings settings) {
    this.settings = settings;
    generator = new HistoryGenerator(settings);
    encoder = LineEncoder.of(settings.format());
    counts = new EventCounts(generator.people(), settings.format().namesDevices());
  }

  /// Makes all lines. Once only.
  public void writeTo(LineSink sink) throws IOException {
    if (written) {
      throw new IllegalStateException("a history is made once");
    }
    written = true;
    LaterLines.Out copies = copy -> copy(copy, sink);
    while (generator.next()) {
      GeneratedEvent event = generator.event();
      faultyLines(event.number, sink);
      event(event, sink, copies);
      later.step(copies);
    }
    later.flush(copies);
  }

  private void event(GeneratedEvent event, LineSink sink, LaterLines.Out copies)
      throws IOException {
    Faults faults = settings.faults();
    long bits = generator.dice().bits(Draw.FAULT, event.number);
    double chance = Dice.unit(bits);
    boolean duplicate = chance < faults.duplicates();
    boolean repeat = !duplicate && chance < faults.duplicates() + faults.repeats();
    line.clear();
    try {
      encoder.encode(event, settings.uuids() && !repeat, line);
    } catch (MalformedJson e) {
      throw new IllegalStateException("an event's own properties are not readable", e);
    }
    EventCounts.Kind kind = EventCounts.Kind.of(event);
    emit(line.buffer(), line.length(), sink);
    counts.event(kind);
    counts.outcome(kind);
    if (event.hasPair()) {
      counts.pair(event);
    }
    if (duplicate || repeat) {
      int distance = 1 + Dice.below(Dice.more(bits), LaterLines.CAPACITY - 1);
      later.add(new LaterLines.Copy(line.toByteArray(), duplicate, kind), distance, copies);
    }
  }

  private void copy(LaterLines.Copy copy, LineSink sink) throws IOException {
    emit(copy.line(), copy.line().length, sink);
    if (copy.duplicate()) {
      counts.duplicate(copy.kind());
    } else {
      counts.repeat(copy.kind());
    }
  }

  private void faultyLines(long number, LineSink sink) throws IOException {
    Faults faults = settings.faults();
    long bits = generator.dice().bits(Draw.BROKEN, number);
    if (Dice.unit(bits) < faults.broken()) {
      broken(BrokenLine.anyShort(Dice.more(bits)), number, bits, sink);
    }
    long tooLongBefore = number * faults.tooLongLines() / settings.events();
    long tooLong = (number + 1) * faults.tooLongLines() / settings.events() - tooLongBefore;
    for (long i = 0; i < tooLong; i++) {
      broken(BrokenLine.TOO_LONG, number, bits, sink);
    }
  }

  private void broken(BrokenLine kind, long number, long bits, LineSink sink) throws IOException {
    line.clear();
    kind.write(number, bits, line);
    counts.broken(kind);
    emit(line.buffer(), line.length(), sink);
  }

  private void emit(byte[] buffer, int length, LineSink sink) throws IOException {
    counts.line(length);
    sink.line(buffer, 0, length);
  }

  /// What the lines add up to, as one JSON object.
  public byte[] counts() {
    requireWritten();
    return new CountsJson(settings, counts, generator).write();
  }

  /// The persons the history must end in: lines as `export persons` writes them, in its order.
  ///
  /// @param scratch a folder for the sort's files, which are gone afterwards
  public void writePersons(Path scratch, LineSink sink) throws IOException {
    requireWritten();
    new ExpectedPersons(generator, settings.format()).write(scratch, sink);
  }

  /// Lines made so far.
  public long lines() {
    return counts.lines;
  }

  /// Bytes made so far, with line ends.
  public long bytes() {
    return counts.bytes;
  }

  /// What the state of all users takes, without the working buffers.
  public long estimatedBytes() {
    return generator.people().estimatedBytes();
  }

  private void requireWritten() {
    if (!written) {
      throw new IllegalStateException("the truth is known when the history has been made");
    }
  }
}
