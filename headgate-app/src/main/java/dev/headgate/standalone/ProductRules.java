package dev.headgate.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.capture.ForeignProducts;
import dev.headgate.capture.ForeignRecords;
import dev.headgate.capture.ForeignRecords.Draft;
import dev.headgate.capture.ForeignRecords.Made;
import dev.headgate.event.EventKind;
import dev.headgate.event.EventTime;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.NamedIds;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordFormat.RecordDecoder;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import dev.headgate.source.UuidRule;
import dev.headgate.source.format.AmplitudeFormat;
import dev.headgate.source.format.MixpanelFormat;
import dev.headgate.source.format.RudderStackFormat;
import dev.headgate.source.format.SegmentFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what other products' clients send by the formats of those products' exports.
public final class ProductRules {
  private static final String OF_AN_IMPORT = "historical_migration";
  private static final byte[] SEPARATOR = {0};

  private ProductRules() {}

  /// The rules of all products.
  public static ForeignProducts all() {
    ForeignRecords segment = of(new SegmentFormat());
    ForeignRecords rudderStack = of(new RudderStackFormat());
    ForeignRecords calls =
        () -> {
          ForeignRecords.Reader ofSegment = segment.reader();
          ForeignRecords.Reader ofRudderStack = rudderStack.reader();
          return record -> (isRudderStack(record) ? ofRudderStack : ofSegment).made(record);
        };
    return new ForeignProducts(calls, of(new MixpanelFormat()), of(new AmplitudeFormat()));
  }

  /// RudderStack's clients say by which channel an event comes and when it was made; of Segment's
  /// some say the one, and others the other.
  private static boolean isRudderStack(byte[] call) {
    boolean channel = false;
    boolean original = false;
    try {
      JsonCursor member = JsonCursor.object(call, 0, call.length);
      while (member.next()) {
        channel |= member.name().equals("channel") || member.name().equals("rudderId");
        original |= member.name().equals("originalTimestamp") || member.name().equals("rudderId");
      }
      return channel && original;
    } catch (MalformedJson e) {
      return false;
    }
  }

  private static ForeignRecords of(RecordFormat format) {
    return () -> {
      RecordDecoder decoder = decoder(format);
      NamedIds pairIds = new NamedIds(UuidRule.PAIRS);
      return record -> made(record, decoder, pairIds);
    };
  }

  private static RecordDecoder decoder(RecordFormat format) {
    try {
      return format.decoder(format.name(), Optional.empty());
    } catch (SourceFault e) {
      throw new IllegalStateException("a format of calls that wants a header", e);
    }
  }

  private static Made made(byte[] record, RecordDecoder decoder, NamedIds pairIds) {
    Position position = new Position(0, 1, 0, record.length);
    return switch (decoder.decode(new RawRecord(position, 1, record, false))) {
      case Decoded.Events events -> made(events, pairIds);
      case Decoded.Rejected(RejectReason reason, String detail) ->
          new Made.Refused(reason.key() + ": " + detail);
      case Decoded.NoEvent _, Decoded.Blank _ -> new Made.Events(List.of());
    };
  }

  private static Made made(Decoded.Events decoded, NamedIds pairIds) {
    List<Draft> drafts = new ArrayList<>(decoded.drafts().size() + decoded.pairs().size());
    for (EventDraft draft : decoded.drafts()) {
      drafts.add(
          new Draft(
              draft.uuid(),
              draft.name(),
              draft.distinctId(),
              draft.timestampMicros(),
              live(draft.properties())));
    }
    for (IdentityPair pair : decoded.pairs()) {
      drafts.add(identify(pair, pairIds));
    }
    return new Made.Events(drafts);
  }

  /// The merge that two ids side by side imply. In traffic nobody knows which record of a pair is
  /// the first: each tells of it, under one uuid, so that one is stored. It comes after its record:
  /// the user has been seen by then.
  private static Draft identify(IdentityPair pair, NamedIds pairIds) {
    return new Draft(
        Optional.of(
            pairIds.of(
                pair.user().value().getBytes(UTF_8),
                SEPARATOR,
                pair.device().value().getBytes(UTF_8))),
        EventKind.IDENTIFY_NAME,
        pair.user(),
        Math.min(pair.timestampMicros() + 1, EventTime.MAX_MICROS),
        live(pair.identifyProperties()));
  }

  /// Without the mark of what was imported.
  private static JsonBytes live(JsonBytes properties) {
    try {
      Map<String, JsonBytes> members = JsonMembers.of(properties);
      return members.remove(OF_AN_IMPORT) == null ? properties : JsonMembers.write(members);
    } catch (MalformedJson e) {
      throw new IllegalStateException("a format wrote properties that are no JSON", e);
    }
  }
}
