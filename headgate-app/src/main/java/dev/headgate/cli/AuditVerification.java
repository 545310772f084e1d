package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.TrailCheck;
import dev.headgate.admit.TrailHead;
import dev.headgate.admit.TrailReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What verifying the audit trail came to. Entries and hashes are looked at here, whoever sent
/// them.
///
/// ```
/// {"whole":true,"entries":12,"head":"12:HASH"}
/// {"whole":false,"damage","first","last","what","where","next"}
/// ```
///
/// @param document the above
record AuditVerification(ObjectNode document) {

  static AuditVerification ofFile(Path file, List<TrailHead> noted) throws IOException {
    TrailReader reader = new TrailReader(noted);
    // What is no UTF-8 is read as U+FFFD: then the hash differs.
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reader.accept(line);
      }
    } catch (NoSuchFileException _) {
      throw new CommandStop(
          ExitCode.USAGE, "there is no such file", file.toString(), "headgate audit export > FILE");
    }
    return of(reader.result(), file.toString());
  }

  static AuditVerification ofPipeline(CommonOptions common, Screen screen, List<TrailHead> noted) {
    try (Connection connection = Connection.toData(common, screen)) {
      PipelineClient client = connection.client();
      String where =
          common.server.filter(url -> !url.isBlank()).orElse(connection.dataFolder().toString());
      JsonNode head = client.get(AuditCommand.PATH + "/head");
      List<TrailHead> known = new ArrayList<>(noted);
      if (head.path("kept").isObject()) {
        JsonNode kept = head.path("kept");
        known.add(new TrailHead(kept.path("sequence").asLong(), kept.path("hash").asText()));
      }
      TrailReader reader = new TrailReader(known);
      client.lines(AuditCommand.PATH + "/export", reader::accept);
      AuditVerification verification = of(reader.result(), where);
      if (!verification.whole()) {
        return verification;
      }
      if (head.path("doubt").isObject()) {
        return new AuditVerification(broken(head.path("doubt"), where));
      }
      JsonNode lost = client.get(AuditCommand.PATH + "/evidence").path("lost");
      return lost.isEmpty() ? verification : new AuditVerification(broken(lost.path(0), where));
    }
  }

  private static AuditVerification of(TrailCheck check, String where) {
    return new AuditVerification(
        switch (check) {
          case TrailCheck.Whole(TrailHead head) ->
              Screen.object()
                  .put("whole", true)
                  .put("entries", head.sequence())
                  .put("head", head.toString());
          case TrailCheck.Broken(var damage, long first, long last, String what) ->
              broken(
                  Screen.object()
                      .put("damage", damage.key())
                      .put("first", first)
                      .put("last", last)
                      .put("what", what)
                      .put("next", damage.next()),
                  where);
        });
  }

  private static ObjectNode broken(JsonNode told, String where) {
    return Screen.object()
        .put("whole", false)
        .put("damage", told.path("damage").asText())
        .put("first", told.path("first").asLong())
        .put("last", told.path("last").asLong())
        .put("what", told.path("what").asText())
        .put("where", where)
        .put("next", told.path("next").asText());
  }

  boolean whole() {
    return document.path("whole").asBoolean();
  }

  List<String> lines() {
    if (!whole()) {
      return List.of(
          "The audit trail is not whole: " + document.path("what").asText(),
          "  where: " + document.path("where").asText(),
          "  next:  " + document.path("next").asText());
    }
    return List.of(
        "The audit trail is whole: "
            + Words.count(document.path("entries").asLong())
            + (document.path("entries").asLong() == 1 ? " entry." : " entries."),
        "  head:  " + document.path("head").asText(),
        "  next:  note the head down elsewhere; later, --head compares with it");
  }
}
