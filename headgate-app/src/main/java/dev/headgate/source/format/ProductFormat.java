package dev.headgate.source.format;

import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// The export of another product: JSON Lines, each an object that is decoded by itself.
abstract class ProductFormat implements RecordFormat {
  private final String name;

  ProductFormat(String name) {
    this.name = name;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String identity() {
    return name;
  }

  @Override
  public final RecordBounds bounds() {
    return new RecordBounds.Json();
  }

  @Override
  public final RecordDecoder decoder(String part, Optional<RawRecord> header) {
    ObjectDecoder decoder = objectDecoder();
    return record -> {
      Decoded verdict = RecordChecks.verdict(record);
      if (verdict != null) {
        return verdict;
      }
      try {
        return decoder.decode(record.bytes());
      } catch (MalformedJson e) {
        return EventJsonFormat.notAnObject(record.bytes(), e);
      } catch (Refused e) {
        return e.rejected();
      }
    };
  }

  /// A decoder to be used by one thread.
  abstract ObjectDecoder objectDecoder();

  /// Decodes one record.
  interface ObjectDecoder {
    Decoded decode(byte[] record) throws MalformedJson, Refused;
  }
}
