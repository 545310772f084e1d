package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.event.EventId;
import dev.headgate.send.Accounts;
import dev.headgate.verify.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Adds to events that are named by uuid where they stand in the export that brought them, as far
/// as that was read into this data directory: `source` and `line`.
final class ExportPlaces {
  private final Connection connection;
  private final Screen screen;
  private final Map<Integer, Map<EventId, List<ObjectNode>>> wanted = new TreeMap<>();

  ExportPlaces(Connection connection, Screen screen) {
    this.connection = connection;
    this.screen = screen;
  }

  /// Asks for the place of a document's `uuid`.
  ///
  /// @param importNumber 0 for live traffic, which has no place
  void want(int importNumber, ObjectNode document) {
    if (importNumber > 0) {
      EventId.parse(document.path("uuid").asText())
          .ifPresent(uuid ->
              wanted
                  .computeIfAbsent(importNumber, _ -> new HashMap<>())
                  .computeIfAbsent(uuid, _ -> new ArrayList<>())
                  .add(document));
    }
  }

  /// Reads the manifests of all imports asked for, once.
  void fill() throws IOException {
    for (Map.Entry<Integer, Map<EventId, List<ObjectNode>>> each : wanted.entrySet()) {
      fill(each.getKey(), each.getValue());
    }
    wanted.clear();
  }

  private void fill(int number, Map<EventId, List<ObjectNode>> documents) throws IOException {
    Path file = ImportFolder.of(connection.dataFolder(), number).path().resolve(Accounts.MANIFEST);
    if (!Files.exists(file)) {
      return;
    }
    screen.status("looking up lines in what import " + number + " read");
    JsonNode sources = connection.client().get("/api/v1/imports/" + number).path("sources");
    Set<EventId> uuids = new HashSet<>(documents.keySet());
    Manifest.of(file)
        .places(uuids)
        .forEach((uuid, place) -> {
          for (ObjectNode document : documents.getOrDefault(uuid, List.of())) {
            document.put("source", sources.path(place.part()).asText()).put("line", place.line());
          }
        });
  }
}
