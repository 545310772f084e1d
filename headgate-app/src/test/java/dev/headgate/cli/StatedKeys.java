package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a command found, without the keys that a stated truth is silent about: answers may grow.
final class StatedKeys {
  private StatedKeys() {}

  /// Of objects only the keys that the truth has, also within arrays, element by element; an array
  /// of another length stays as it is.
  static JsonNode of(JsonNode found, JsonNode truth) {
    if (found instanceof ObjectNode object && truth.isObject()) {
      ObjectNode kept = Screen.object();
      truth
          .fieldNames()
          .forEachRemaining(name -> {
            if (object.has(name)) {
              kept.set(name, of(object.get(name), truth.get(name)));
            }
          });
      return kept;
    }
    if (found instanceof ArrayNode array && truth.size() == array.size()) {
      ArrayNode kept = array.arrayNode();
      for (int i = 0; i < array.size(); i++) {
        kept.add(of(array.get(i), truth.get(i)));
      }
      return kept;
    }
    return found;
  }
}
