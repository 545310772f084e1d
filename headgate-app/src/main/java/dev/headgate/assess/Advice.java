package dev.headgate.assess;

/// What to do about a hazard, by its kind.
public final class Advice {
  private Advice() {}

  /// A sentence; a general one for a kind that is not known here.
  public static String on(String hazardKind) {
    return switch (hazardKind) {
      case "truncated" ->
          "Export these files again, or import what is there with --accept-truncated.";
      case "without_records" -> "Check that they belong to the export.";
      case "future_timestamps" ->
          "Look at the lines: a wrong year or unit, or a client whose clock is wrong. They are"
              + " imported as they are.";
      case "before_1971" ->
          "Look at the lines: give them their times, or take them out before the import.";
      case "seconds_as_milliseconds" ->
          "Mend the unit in the mapping (epoch_s instead of epoch_ms), or in the export.";
      case "large_events" ->
          "Take long texts (stack traces, whole documents) out of their properties, or ask the"
              + " pipeline team for its limit.";
      case "equal_across_files" ->
          "Fine where files overlap. Where they are different events, give them uuids.";
      case "duplicate_uuids" ->
          "Fine where an event was exported twice. Where they are different events, give each its"
              + " own uuid.";
      case "repeated_records" ->
          "Fine where the same thing happened twice. Where the export doubles, take the repeats"
              + " out.";
      case "illegal_distinct_ids", "zero_uuid_ids" ->
          "Give each of them an id of its own, or take them out; no merge will join them to"
              + " anybody.";
      case "test_ids" -> "Take them out if they are tests: they count as users.";
      case "illegal_merges" ->
          "Nothing to do if they are mistakes of a client: the events come in, the merges do not.";
      case "many_merges" ->
          "Check that it is one person: a shared login or a default id joins everybody for good.";
      case "shared_devices" ->
          "Nothing to do; know that what was done before a login belongs to the first user.";
      case "credential_names", "known_secrets", "credentials_in_urls" ->
          "Take them out before the import, and replace what has leaked.";
      case "card_numbers", "mail_addresses_in_urls" ->
          "Look at the lines; take them out, or hash them with an app, if they are what they look"
              + " like.";
      default -> "Look at the lines named.";
    };
  }
}
