package dev.headgate.source;

import java.util.Optional;

/// What the records of an export mean.
public interface RecordFormat {
  /// As reports and `--format` call it.
  String name();

  /// What decides which events an export becomes, beside its bytes: the name, or with a mapping a
  /// digest of it. Equal text, equal events.
  String identity();

  RecordBounds bounds();

  /// Where it takes the fields of an event from, for people who look at a preview.
  default FieldRules rules() {
    return FieldRules.describedFor(name());
  }

  /// A decoder for the records of one part, to be used by one thread.
  ///
  /// @param part its name, for the fault
  /// @param header the record that names the fields, where {@link #bounds()} promises one
  /// @throws SourceFault if the header lacks what every record needs
  RecordDecoder decoder(String part, Optional<RawRecord> header) throws SourceFault;

  /// To be asked once all records were decoded and before anything is sent.
  ///
  /// @throws SourceFault if what the mapping names was not met once
  default void checkAllWasMet() throws SourceFault {}

  /// Makes events of the records of one part. A pure function of each record.
  interface RecordDecoder {
    Decoded decode(RawRecord record);
  }
}
