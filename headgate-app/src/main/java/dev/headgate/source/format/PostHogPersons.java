package dev.headgate.source.format;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RejectReason;
import java.util.Optional;

/// A PostHog batch export of the model "persons", as JSON Lines: whose each distinct_id is.
///
/// ```
/// {"team_id":1,"distinct_id":"u-1","person_id":"0190...","person_distinct_id_version":0,
///  "is_deleted":false,"properties":{...},"person_version":3,"created_at":"..."}
/// ```
public final class PostHogPersons {
  private PostHogPersons() {}

  /// Whose an id is.
  ///
  /// @param version of several rows of one id the highest counts
  /// @param deleted whether the id belongs to nobody since
  public record Row(String distinctId, String personId, long version, boolean deleted) {}

  /// A row that was read, or why it was not; neither for a blank line.
  public record Read(Optional<Row> row, Optional<String> fault) {}

  public static Read read(String part, RawRecord record) {
    if (PostHogFormat.isManifest(part) || RecordChecks.isBlank(record.bytes())) {
      return new Read(Optional.empty(), Optional.empty());
    }
    byte[] bytes = record.bytes();
    if (record.truncated()) {
      return fault("longer than " + RawRecord.MAX_BYTES + " bytes");
    }
    try {
      return new Read(
          Optional.of(
              row(new RecordMembers(JsonMembers.of(JsonCursor.object(bytes, 0, bytes.length))))),
          Optional.empty());
    } catch (MalformedJson e) {
      return fault("not JSON: " + e.getMessage());
    } catch (Refused e) {
      return fault(String.valueOf(e.getMessage()));
    }
  }

  private static Read fault(String fault) {
    return new Read(Optional.empty(), Optional.of(fault));
  }

  private static Row row(RecordMembers members) throws Refused, MalformedJson {
    if (members.has("event")) {
      throw new Refused(
          RejectReason.INVALID_PROPERTIES, "it has an event, as the model events has");
    }
    String id =
        members
            .id("distinct_id")
            .orElseThrow(() -> new Refused(RejectReason.MISSING_DISTINCT_ID, "no distinct_id"))
            .value();
    String person =
        members
            .text("person_id")
            .orElseThrow(() -> new Refused(RejectReason.MISSING_DISTINCT_ID, "no person_id"));
    Optional<String> version = members.text("person_distinct_id_version");
    Optional<String> deleted = members.text("is_deleted");
    try {
      return new Row(
          id,
          person,
          version.isPresent() ? Math.max(0, Long.parseLong(version.get())) : 0,
          deleted.isPresent() && (deleted.get().equals("true") || deleted.get().equals("1")));
    } catch (NumberFormatException e) {
      throw new Refused(
          RejectReason.INVALID_PROPERTIES, "person_distinct_id_version is no whole number");
    }
  }
}
