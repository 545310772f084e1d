package dev.headgate.source.format;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.Sample;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A line of a sample that is not blank, as formats judge it; of JSON that is not laid out in
/// lines, a value.
///
/// @param number from 1
/// @param members by name, if it is a JSON object; else none
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record SampleLine(String part, long number, byte[] bytes, Map<String, Member> members) {

  /// A member's value.
  record Member(JsonKind kind, JsonBytes json) {}

  static List<SampleLine> of(Sample sample) {
    return SampleRecords.of(sample, new RecordBounds.Json()).stream()
        .filter(record -> !RecordChecks.isBlank(record.bytes()))
        .map(record -> of(sample.part(), record))
        .toList();
  }

  private static SampleLine of(String part, RawRecord record) {
    byte[] bytes = record.bytes();
    return new SampleLine(part, record.position().line(), bytes, members(JsonBytes.owning(bytes)));
  }

  private static Map<String, Member> members(JsonBytes json) {
    Map<String, Member> members = new TreeMap<>();
    try {
      JsonCursor cursor = JsonCursor.object(json);
      while (cursor.next()) {
        members.put(cursor.name(), new Member(cursor.kind(), cursor.raw()));
      }
      return members;
    } catch (MalformedJson e) {
      return Map.of();
    }
  }

  boolean isObject() {
    return !members.isEmpty();
  }

  boolean has(String... names) {
    return members.keySet().containsAll(List.of(names));
  }

  boolean is(JsonKind kind, String name) {
    Member member = members.get(name);
    return member != null && member.kind == kind;
  }

  /// The members of a member that is an object; else none.
  Map<String, Member> inside(String name) {
    Member member = members.get(name);
    return member == null || member.kind != JsonKind.OBJECT ? Map.of() : members(member.json);
  }

  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The line alone, as a sample.
  Sample alone() {
    return new Sample(part, bytes, true);
  }
}
