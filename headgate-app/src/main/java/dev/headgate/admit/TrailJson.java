package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Entries of the trail as JSON, and the last line of an export.
///
/// ```
/// {"sequence":7,"project":1,"kind":"import","number":3,"at":"2026-11-27T12:00:00.123456Z","actor":"ada",
///  "role":"customer","address":"127.0.0.1","step":"submit","from":"draft","to":"submitted","why":"",
///  "saw":"note merges_present","saw_digest":"...","previous_hash":"...","hash":"..."}
/// {"head":"7:..."}
/// ```
public final class TrailJson {
  private static final int USUAL_BYTES = 1_024;

  private static final List<String> NAMES =
      List.of(
          "sequence",
          "project",
          "kind",
          "number",
          "at",
          "actor",
          "role",
          "address",
          "step",
          "from",
          "to",
          "why",
          "saw",
          "saw_digest",
          "previous_hash",
          "hash");

  private TrailJson() {}

  public static JsonBytes write(TrailEntry entry) {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"sequence\":").number(entry.sequence());
    out.ascii(",\"project\":").number(entry.project());
    out.ascii(",\"kind\":").string(entry.subject().kind());
    out.ascii(",\"number\":").number(entry.subject().number());
    out.ascii(",\"at\":").string(entry.at().toString());
    out.ascii(",\"actor\":").string(entry.actor());
    out.ascii(",\"role\":").string(entry.role());
    out.ascii(",\"address\":").string(entry.address());
    out.ascii(",\"step\":").string(entry.step());
    out.ascii(",\"from\":").string(entry.from());
    out.ascii(",\"to\":").string(entry.to());
    out.ascii(",\"why\":").string(entry.why());
    out.ascii(",\"saw\":").string(entry.saw());
    out.ascii(",\"saw_digest\":").string(entry.sawDigest());
    out.ascii(",\"previous_hash\":").string(entry.previousHash());
    return out.ascii(",\"hash\":").string(entry.hash()).ascii("}").toJsonBytes();
  }

  /// The last line of an export.
  public static JsonBytes write(TrailHead head) {
    return new JsonOutput(USUAL_BYTES)
        .ascii("{\"head\":")
        .string(head.toString())
        .ascii("}")
        .toJsonBytes();
  }

  /// Reads an entry: each member once, and no others.
  static TrailEntry entry(Map<String, String> members) throws MalformedJson {
    for (String name : NAMES) {
      if (!members.containsKey(name)) {
        throw new MalformedJson(name + " is missing");
      }
    }
    for (String name : members.keySet()) {
      if (!NAMES.contains(name)) {
        throw new MalformedJson(name + " does not belong there");
      }
    }
    try {
      return new TrailEntry(
          Long.parseLong(text(members, "sequence")),
          Long.parseLong(text(members, "project")),
          new Subject(text(members, "kind"), Long.parseLong(text(members, "number"))),
          Instant.parse(text(members, "at")),
          text(members, "actor"),
          text(members, "role"),
          text(members, "address"),
          text(members, "step"),
          text(members, "from"),
          text(members, "to"),
          text(members, "why"),
          text(members, "saw"),
          text(members, "saw_digest"),
          text(members, "previous_hash"),
          text(members, "hash"));
    } catch (NumberFormatException | DateTimeException e) {
      throw new MalformedJson("no number or no time: " + e.getMessage());
    }
  }

  private static String text(Map<String, String> members, String name) {
    return members.getOrDefault(name, "");
  }

  /// The members of a line, by name.
  static Map<String, String> members(String line) throws MalformedJson {
    Map<String, String> members = new HashMap<>();
    JsonCursor cursor = JsonCursor.object(JsonBytes.of(line));
    while (cursor.next()) {
      if (members.put(cursor.name(), cursor.text()) != null) {
        throw new MalformedJson(cursor.name() + " is there twice");
      }
    }
    return members;
  }
}
