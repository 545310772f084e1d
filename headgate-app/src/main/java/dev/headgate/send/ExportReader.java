package dev.headgate.send;

import dev.headgate.assess.PairsReader;
import dev.headgate.assess.RepeatsReader;
import dev.headgate.event.Event;
import dev.headgate.source.ContentPin;
import dev.headgate.source.Decoded;
import dev.headgate.source.Part;
import dev.headgate.source.PartOpener;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Reads an export a second time, part after part in the order of sending, and gives every event
/// the uuid it keeps for ever. What it yields is a function of the place it starts at: no state is
/// carried.
public final class ExportReader implements AutoCloseable {

  /// A part as it was assessed.
  public record PinnedPart(Part part, ContentPin pin) {}

  private final List<PinnedPart> turns;
  private final PartOpener opener;
  private final RecordFormat format;
  private final RepeatsReader repeats;
  private final PairsReader pairs;
  private final UuidRule uuids = new UuidRule();
  private Place place;
  private Optional<Open> open = Optional.empty();

  private record Open(RecordReader reader, RecordFormat.RecordDecoder decoder) {}

  /// @param turns the parts in the order they are sent
  /// @param repeats which records repeat an earlier one of their part
  /// @param pairs which identity pairs stand first in which record
  public ExportReader(
      List<PinnedPart> turns,
      PartOpener opener,
      RecordFormat format,
      RepeatsReader repeats,
      PairsReader pairs,
      Place from) {
    this.turns = List.copyOf(turns);
    this.opener = opener;
    this.format = format;
    this.repeats = repeats;
    this.pairs = pairs;
    this.place = from;
  }

  /// The next record; empty at the end of the export.
  public Optional<ReadRecord> next() throws SourceFault, IOException {
    while (place.turn() < turns.size()) {
      Open current = open.isPresent() ? open.get() : openPart();
      if (current.reader.next()) {
        RawRecord record = current.reader.record();
        Position after = current.reader.resumeAt();
        place = new Place(place.turn(), after.offset(), after.line());
        return Optional.of(read(current.decoder, record));
      }
      close();
      place = new Place(place.turn() + 1, 0, 1);
    }
    return Optional.empty();
  }

  /// Where the next record starts: a reader opened there yields what this one will.
  public Place place() {
    return place;
  }

  private Open openPart() throws SourceFault {
    PinnedPart turn = turns.get(place.turn());
    RecordReader reader =
        opener.rereading(
            turn.part(),
            format.bounds(),
            turn.pin(),
            new Position(turn.part().index(), place.line(), place.offset(), 0));
    Open opened = new Open(reader, format.decoder(turn.part().name(), reader.header()));
    open = Optional.of(opened);
    return opened;
  }

  private ReadRecord read(RecordFormat.RecordDecoder decoder, RawRecord record) throws IOException {
    return switch (decoder.decode(record)) {
      case Decoded.Events made -> new ReadRecord.Makes(record, events(record, made));
      case Decoded.NoEvent() -> new ReadRecord.MakesNone(record, false);
      case Decoded.Blank() -> new ReadRecord.MakesNone(record, true);
      case Decoded.Rejected rejected ->
          new ReadRecord.Refused(record, rejected.reason(), rejected.detail());
    };
  }

  private List<Event> events(RawRecord record, Decoded.Events made) throws IOException {
    Position position = record.position();
    return uuids.events(
        made, record.bytes(), repeats.occurrence(position), pairs.firstsOf(position));
  }

  @Override
  public void close() {
    open.ifPresent(current -> current.reader.close());
    open = Optional.empty();
  }
}
