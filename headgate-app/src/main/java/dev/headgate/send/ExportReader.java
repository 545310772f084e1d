package dev.headgate.send;

import dev.headgate.assess.RepeatsReader;
import dev.headgate.event.Event;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an export a second time, part after part in the order of sending, and gives every event the
/// uuid it keeps for ever. What it yields is a function of the place it starts at: no state is carried.
public final class ExportReader implements AutoCloseable {

  /// Opens a part against what it was when it was assessed.
  @FunctionalInterface
  public interface PartOpener {
    RecordReader open(int part, long offset, long line) throws SourceFault;
  }

  private final List<Integer> order;
  private final PartOpener opener;
  private final RecordFormat format;
  private final RepeatsReader repeats;
  private final UuidRule uuids;
  private int turn;
  private Optional<RecordReader> reader = Optional.empty();
  private Optional<RawRecord> ahead = Optional.empty();

  /// @param order part numbers, in the order they are sent
  public ExportReader(
      List<Integer> order,
      PartOpener opener,
      RecordFormat format,
      RepeatsReader repeats,
      UuidRule uuids,
      Place from)
      throws SourceFault {
    this.order = List.copyOf(order);
    this.opener = opener;
    this.format = format;
    this.repeats = repeats;
    this.uuids = uuids;
    this.turn = from.turn();
    if (turn < order.size()) {
      openPart(from.offset(), from.line());
      readAhead();
    }
  }

  /// The next record; empty at the end of the export.
  public Optional<ReadRecord> next() throws SourceFault, IOException {
    if (ahead.isEmpty()) {
      return Optional.empty();
    }
    RawRecord record = ahead.get();
    ReadRecord read = read(record);
    readAhead();
    return Optional.of(read);
  }

  /// Where the next record starts: a reader opened there yields what this one will.
  public Place place() {
    return ahead
        .map(next -> new Place(turn, next.position().offset(), next.position().line()))
        .orElse(new Place(order.size(), 0, 1));
  }

  private ReadRecord read(RawRecord record) throws IOException {
    return switch (format.decode(record)) {
      case Decoded.Events made -> new ReadRecord.Makes(record, events(record, made.drafts()));
      case Decoded.NoEvent() -> new ReadRecord.MakesNone(record, false);
      case Decoded.Blank() -> new ReadRecord.MakesNone(record, true);
      case Decoded.Rejected rejected ->
          new ReadRecord.Refused(record, rejected.reason(), rejected.detail());
    };
  }

  private List<Event> events(RawRecord record, List<EventDraft> drafts) throws IOException {
    long occurrence = repeats.occurrence(record.position());
    List<Event> events = new ArrayList<>(drafts.size());
    for (int i = 0; i < drafts.size(); i++) {
      EventDraft draft = drafts.get(i);
      events.add(
          new Event(
              uuids.uuidOf(draft, record.bytes(), occurrence, i),
              draft.name(),
              draft.distinctId(),
              draft.timestampMicros(),
              draft.properties()));
    }
    return events;
  }

  private void readAhead() throws SourceFault {
    while (reader.isPresent()) {
      ahead = reader.get().next();
      if (ahead.isPresent()) {
        return;
      }
      closePart();
      turn++;
      if (turn < order.size()) {
        openPart(0, 1);
      }
    }
    ahead = Optional.empty();
  }

  private void openPart(long offset, long line) throws SourceFault {
    reader = Optional.of(opener.open(order.get(turn), offset, line));
  }

  private void closePart() {
    reader.ifPresent(RecordReader::close);
    reader = Optional.empty();
  }

  @Override
  public void close() {
    closePart();
  }
}
