package dev.headgate.cli;

import dev.headgate.event.Event;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Part;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordHash;
import dev.headgate.source.RecordReader;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import dev.headgate.source.file.Xxh3;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The first records of an export, as they would be sent.
final class FirstRecords {
  private final Reading reading;
  private final Set<List<String>> pairs = new HashSet<>();
  private final UuidRule uuids = new UuidRule();
  private final RecordHash hash = new Xxh3();

  FirstRecords(Reading reading) {
    this.reading = reading;
  }

  /// Who is shown them.
  interface Each {
    /// An event, as it would be sent.
    ///
    /// @param rules where each field of the event comes from
    void event(Part part, RawRecord record, Event sent, FieldRules rules);

    void rejected(Part part, RawRecord record, Decoded.Rejected rejected);
  }

  /// Shows as many records that make events, or are refused.
  void forEach(int most, Each each) throws SourceFault {
    int shown = 0;
    for (Part part : reading.export().parts()) {
      if (shown < most) {
        shown += show(part, most - shown, each);
      }
    }
  }

  private int show(Part part, int most, Each each) throws SourceFault {
    Map<ByteBuffer, Long> before = new HashMap<>();
    int shown = 0;
    try (RecordReader reader = reading.readers().pinning(part, reading.format().bounds())) {
      RecordFormat.RecordDecoder decoder = reading.format().decoder(part.name(), reader.header());
      while (shown < most && reader.next()) {
        RawRecord record = reader.record();
        switch (decoder.decode(record)) {
          case Decoded.Events made -> {
            long occurrence = before.merge(hashOf(record), 1L, Long::sum) - 1;
            List<Event> sent =
                uuids.events(made, record.bytes(), occurrence, i -> isNew(made.pairs().get(i)));
            for (int i = 0; i < sent.size(); i++) {
              each.event(part, record, sent.get(i), rules(made, i));
            }
            shown++;
          }
          case Decoded.Rejected rejected -> {
            each.rejected(part, record, rejected);
            shown++;
          }
          case Decoded.NoEvent _, Decoded.Blank _ -> {}
        }
      }
    }
    return shown;
  }

  /// Whether a pair was not met before: an import takes the earliest of the whole export.
  private boolean isNew(IdentityPair pair) {
    return pairs.add(List.of(pair.user().value(), pair.device().value()));
  }

  private ByteBuffer hashOf(RawRecord record) {
    byte[] into = new byte[RecordHash.BYTES];
    hash.hash(record.bytes(), 0, record.bytes().length, into, 0);
    return ByteBuffer.wrap(into);
  }

  private FieldRules rules(Decoded.Events made, int index) {
    if (index >= made.drafts().size()) {
      return FieldRules.ofPair();
    }
    FieldRules rules = reading.format().rules();
    return made.drafts().get(index).uuid().isPresent() ? rules : rules.withDerivedUuid();
  }
}
