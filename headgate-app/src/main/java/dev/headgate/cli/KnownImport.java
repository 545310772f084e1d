package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// An import the pipeline knows, and its folder here.
///
/// @param record as the API answers it
record KnownImport(JsonNode record, ImportFolder folder) {
  int number() {
    return record.path("import").asInt();
  }

  String state() {
    return record.path("state").asText();
  }

  KnownImport with(JsonNode newer) {
    return new KnownImport(newer, folder);
  }

  boolean isFinished() {
    return List.of("verified", "incomplete").contains(state());
  }

  boolean isGranted() {
    return List.of("green_lit", "running", "paused", "completed").contains(state());
  }

  boolean isBlocked() {
    for (JsonNode finding : record.path("findings")) {
      if (blocks(finding)) {
        return true;
      }
    }
    return false;
  }

  /// What to do about the first finding that blocks.
  String firstBlock() {
    for (JsonNode finding : record.path("findings")) {
      if (blocks(finding)) {
        return finding.path("evidence").asText() + ". " + finding.path("resolve").asText();
      }
    }
    return "";
  }

  private static boolean blocks(JsonNode finding) {
    return finding.path("level").asText().equals("block") && !finding.has("overridden_by");
  }
}
