package dev.headgate.send;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RejectReason;
import dev.headgate.verify.ReadTally;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// How far an import is accounted for: everything before the place is durable in the pipeline or in
/// the reject file. Never "events sent".
///
/// @param content which bytes the place is valid for: the identity of the pinned export
/// @param manifestBytes how long `manifest.bin` was then
/// @param rejectBytes how long `rejects.jsonl` was then
public record Checkpoint(
    String content, Place place, ReadTally read, long manifestBytes, long rejectBytes) {

  /// Before anything was read.
  public static Checkpoint start(String content) {
    return new Checkpoint(content, Place.START, ReadTally.ZERO, 0, 0);
  }

  public JsonBytes toJson() {
    JsonOutput out =
        new JsonOutput(512)
            .ascii("{\"content\":")
            .string(content)
            .ascii(",\"turn\":")
            .number(place.turn())
            .ascii(",\"offset\":")
            .number(place.offset())
            .ascii(",\"line\":")
            .number(place.line())
            .ascii(",\"records\":")
            .number(read.records())
            .ascii(",\"events\":")
            .number(read.events())
            .ascii(",\"no_event\":")
            .number(read.noEvent())
            .ascii(",\"manifest_bytes\":")
            .number(manifestBytes)
            .ascii(",\"reject_bytes\":")
            .number(rejectBytes)
            .ascii(",\"rejected_by_reason\":{");
    String separator = "";
    for (Map.Entry<RejectReason, Long> reason : new TreeMap<>(read.rejected()).entrySet()) {
      out.ascii(separator).string(reason.getKey().key()).ascii(":").number(reason.getValue());
      separator = ",";
    }
    return out.ascii("}}").toJsonBytes();
  }

  /// Reads {@link #toJson} back.
  public static Checkpoint of(JsonBytes json) throws MalformedJson {
    String content = "";
    Map<String, Long> numbers = new TreeMap<>();
    Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "content" -> content = members.text();
        case "rejected_by_reason" -> {
          JsonCursor byReason = JsonCursor.object(members.raw());
          while (byReason.next()) {
            reasons.put(RejectReason.ofKey(byReason.name()), Long.parseLong(byReason.text()));
          }
        }
        default -> numbers.put(members.name(), Long.parseLong(members.text()));
      }
    }
    return new Checkpoint(
        content,
        new Place(
            Math.toIntExact(number(numbers, "turn")),
            number(numbers, "offset"),
            number(numbers, "line")),
        new ReadTally(
            number(numbers, "records"),
            number(numbers, "events"),
            number(numbers, "no_event"),
            reasons),
        number(numbers, "manifest_bytes"),
        number(numbers, "reject_bytes"));
  }

  private static long number(Map<String, Long> numbers, String name) throws MalformedJson {
    Long value = numbers.get(name);
    if (value == null) {
      throw new MalformedJson("a checkpoint has \"" + name + "\"");
    }
    return value;
  }
}
