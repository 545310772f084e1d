package dev.headgate.source;

/// Where each field of an event comes from, in words: `field "actor.login"`.
public record FieldRules(
    String event, String distinctId, String timestamp, String uuid, String properties) {

  /// What is said of a uuid that no field gives.
  public static final String DERIVED_UUID =
      "from the record's bytes, and how many equal ones stand before it";

  /// What is said of a format that is described elsewhere.
  public static FieldRules describedFor(String format) {
    String there = "as docs/formats.md says of " + format;
    return new FieldRules(there, there, there, there, there);
  }

  /// Of the merge that a format makes of a user and a device on one record.
  public static FieldRules ofPair() {
    return new FieldRules(
        "a user and a device on one record, at their first moment in the export",
        "the user",
        "the record's time",
        "from user, device and time",
        "the device, as the id that is merged");
  }

  /// The same, where the record brings no uuid of its own.
  public FieldRules withDerivedUuid() {
    return new FieldRules(event, distinctId, timestamp, DERIVED_UUID, properties);
  }
}
