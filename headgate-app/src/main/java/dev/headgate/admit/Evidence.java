package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The documents that decisions rest on, as whoever decides is shown them. The audit has their
/// digest, SHA-256 of their bytes as `sha256sum` prints it, and keeps each document once.
///
/// ```
/// import     {"assessment":{},"plan":{},"findings":[],"answers":{}}
/// load test  {"plan":{},"findings":[]}
/// flood      {"address","client","since","usual_per_second","peak_per_second","many_ids","requests","events",
///             "refused"}
/// apps       {"definition","files":{NAME:DIGEST}}
/// calendar   {"definition"}
/// tell       {"definition"}, without secrets
/// team       {"members":[{"name","added_at","key_sha256"}]}, afterwards
/// ```
public final class Evidence {
  private static final int USUAL_BYTES = 4_096;

  private Evidence() {}

  /// Of a request: assessment, plan, findings and answers, byte for byte as the control plane has
  /// them. Empty in a draft, which nobody decides about.
  public static Optional<JsonBytes> of(ImportRecord record) {
    return record
        .request()
        .map(request ->
            new JsonOutput(USUAL_BYTES)
                .ascii("{\"assessment\":")
                .raw(record.facts().assessment())
                .ascii(",\"plan\":")
                .raw(request.plan())
                .ascii(",\"findings\":")
                .raw(FindingJson.write(request.findings()))
                .ascii(",\"answers\":")
                .raw(record.answers().toJson())
                .ascii("}")
                .toJsonBytes());
  }

  public static Optional<JsonBytes> of(LoadTestRecord record) {
    return Optional.of(
        new JsonOutput(USUAL_BYTES)
            .ascii("{\"plan\":")
            .raw(record.plan())
            .ascii(",\"findings\":")
            .raw(FindingJson.write(record.findings()))
            .ascii("}")
            .toJsonBytes());
  }

  public static Optional<JsonBytes> of(Flood flood) {
    Flood.Amount amount = flood.amount();
    return Optional.of(
        new JsonOutput(USUAL_BYTES)
            .ascii("{\"address\":")
            .string(flood.origin().address())
            .ascii(",\"client\":")
            .string(flood.origin().client())
            .ascii(",\"since\":")
            .string(flood.since().toString())
            .ascii(",\"usual_per_second\":" + amount.usualPerSecond())
            .ascii(",\"peak_per_second\":" + amount.peakPerSecond())
            .ascii(",\"many_ids\":" + amount.manyIds())
            .ascii(",\"requests\":")
            .number(amount.requests())
            .ascii(",\"events\":")
            .number(amount.events())
            .ascii(",\"refused\":")
            .number(amount.refused())
            .ascii("}")
            .toJsonBytes());
  }

  public static Optional<JsonBytes> of(AppVersion version) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{\"definition\":");
    out.string(version.definition()).ascii(",\"files\":{");
    String separator = "";
    for (var file : new TreeMap<>(version.files()).entrySet()) {
      out.ascii(separator).string(file.getKey()).ascii(":").string(file.getValue());
      separator = ",";
    }
    return Optional.of(out.ascii("}}").toJsonBytes());
  }

  public static Optional<JsonBytes> of(CalendarVersion version) {
    return ofDefinition(version.definition());
  }

  public static Optional<JsonBytes> of(TellSetting setting) {
    return ofDefinition(setting.definition());
  }

  /// Of a team, those who are members.
  public static Optional<JsonBytes> of(List<TeamMember> members) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("{\"members\":[");
    String separator = "";
    for (TeamMember member : members) {
      out.ascii(separator).ascii("{\"name\":").string(member.name());
      out.ascii(",\"added_at\":").string(member.addedAt().toString());
      out.ascii(",\"key_sha256\":").string(member.keyDigest()).ascii("}");
      separator = ",";
    }
    return Optional.of(out.ascii("]}").toJsonBytes());
  }

  private static Optional<JsonBytes> ofDefinition(String definition) {
    return Optional.of(
        new JsonOutput(USUAL_BYTES)
            .ascii("{\"definition\":")
            .string(definition)
            .ascii("}")
            .toJsonBytes());
  }

  /// Of the document's bytes, in hexadecimal.
  public static String digest(JsonBytes document) {
    return HexFormat.of().formatHex(sha256().digest(document.utf8()));
  }

  /// As {@link #digest(JsonBytes)}, of a document as text.
  public static String digest(String document) {
    return HexFormat.of().formatHex(sha256().digest(document.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
