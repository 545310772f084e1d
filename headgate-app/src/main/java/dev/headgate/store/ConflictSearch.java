package dev.headgate.store;

import dev.headgate.apps.AppsFault;
import dev.headgate.apps.Chains;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds, among the events of a segment that are left out because their uuid is taken, those that
/// are no copies of the event that has it. Nearly every segment has none left out, and nothing to
/// be read.
///
/// A retry is a copy with the same name, distinct_id and properties. Its timestamp may differ: that
/// of a live event is reckoned from the client's clock, each time anew. Only two imports, whose
/// timestamps are stored as sent, are held to the same one.
final class ConflictSearch {
  private final EventStore events;
  private final Chains apps;
  private final MessageDigest sha256;

  /// @param apps which events went through: after different ones, properties say nothing
  ConflictSearch(EventStore events, Chains apps) {
    this.events = events;
    this.apps = apps;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /// What is compared; of properties half a digest, for they may be long.
  private record Content(
      int importNumber, String event, DistinctId distinctId, long micros, long high, long low) {

    /// @param sameApps whether both surely went through the same apps
    List<String> differsFrom(Content other, boolean sameApps) {
      List<String> differs = new ArrayList<>();
      if (!event.equals(other.event)) {
        differs.add("event");
      }
      if (!distinctId.equals(other.distinctId)) {
        differs.add("distinct_id");
      }
      boolean asSent =
          importNumber != CapturedEvent.LIVE && other.importNumber != CapturedEvent.LIVE;
      if (asSent && micros != other.micros) {
        differs.add("timestamp");
      }
      if (sameApps && (high != other.high || low != other.low)) {
        differs.add("properties");
      }
      return differs;
    }
  }

  /// The conflicts of a segment, all segments before which are committed.
  List<Conflict> of(SegmentWriter.Prepared prepared) throws StoreFault {
    EventSpool spool = prepared.segment().events();
    BitSet leftOut = new BitSet();
    leftOut.set(0, spool.size());
    leftOut.andNot(prepared.segment().fresh());
    if (leftOut.isEmpty() && prepared.again().isEmpty()) {
      return List.of();
    }
    List<CopyOf> copies = new ArrayList<>();
    spool.forEach(leftOut, captured -> copies.add(copy(captured)));
    if (prepared.again().isPresent()) {
      BitSet all = new BitSet();
      all.set(0, prepared.again().get().size());
      prepared.again().get().forEach(all, captured -> copies.add(copy(captured)));
    }
    Map<SegmentWriter.Key, Content> firsts = firsts(prepared, copies);
    Map<List<Object>, Conflict> conflicts = new LinkedHashMap<>();
    for (CopyOf copy : copies) {
      Content first = firsts.get(copy.key);
      List<String> differs = first == null ? List.of() : differs(copy, first);
      if (first != null && !differs.isEmpty()) {
        conflicts.merge(
            List.of(copy.key, copy.content.importNumber),
            conflict(copy, first, differs),
            (known, _) -> known.plus(1));
      }
    }
    return List.copyOf(conflicts.values());
  }

  private List<String> differs(CopyOf copy, Content first) throws StoreFault {
    try {
      boolean sameApps =
          apps.same(copy.key.project(), copy.content.importNumber, first.importNumber);
      return copy.content.differsFrom(first, sameApps);
    } catch (AppsFault e) {
      throw new StoreFault(String.valueOf(e.getMessage()), e);
    }
  }

  private record CopyOf(SegmentWriter.Key key, Content content) {}

  private CopyOf copy(CapturedEvent captured) {
    return new CopyOf(
        new SegmentWriter.Key(captured.project(), captured.event().uuid()),
        content(captured.importNumber(), captured.event()));
  }

  private Content content(int importNumber, Event event) {
    ByteBuffer digest = ByteBuffer.wrap(sha256.digest(event.properties().utf8()));
    return new Content(
        importNumber,
        event.name(),
        event.distinctId(),
        event.timestampMicros(),
        digest.getLong(),
        digest.getLong());
  }

  /// The events that have the uuids: of this segment, or of the store.
  private Map<SegmentWriter.Key, Content> firsts(
      SegmentWriter.Prepared prepared, List<CopyOf> copies) throws StoreFault {
    Map<SegmentWriter.Key, Content> firsts = new HashMap<>();
    prepared
        .segment()
        .events()
        .forEach(
            prepared.firsts(),
            captured -> {
              CopyOf first = copy(captured);
              firsts.put(first.key, first.content);
            });
    Map<ProjectId, List<EventId>> stored = new HashMap<>();
    for (CopyOf copy : copies) {
      if (!firsts.containsKey(copy.key)) {
        stored.computeIfAbsent(copy.key.project(), _ -> new ArrayList<>()).add(copy.key.uuid());
      }
    }
    for (Map.Entry<ProjectId, List<EventId>> entry : stored.entrySet()) {
      events.forEachOf(
          entry.getKey(),
          entry.getValue(),
          each ->
              firsts.put(
                  new SegmentWriter.Key(entry.getKey(), each.event().uuid()),
                  content(each.importNumber(), each.event())));
    }
    return firsts;
  }

  private static Conflict conflict(CopyOf copy, Content first, List<String> differs) {
    return new Conflict(
        copy.key.project(),
        copy.key.uuid(),
        copy.content.importNumber,
        first.importNumber,
        1,
        copy.content.event,
        copy.content.distinctId,
        copy.content.micros,
        differs);
  }
}
