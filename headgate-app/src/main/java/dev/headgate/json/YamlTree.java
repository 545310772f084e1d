package dev.headgate.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A YAML document, or one of JSON, with the line that everything stands on, so that an error can
/// name it. For files that people write: it is a tree.
public sealed interface YamlTree {
  int line();

  /// A text, number, boolean or nothing, as it is written; an alias counts as its own name.
  record Scalar(String text, JsonKind kind, int line) implements YamlTree {}

  record Sequence(List<YamlTree> items, int line) implements YamlTree {}

  record Mapped(Map<String, Entry> entries, int line) implements YamlTree {}

  record Entry(int line, YamlTree value) {}

  /// Reads one document.
  static YamlTree read(String yaml) throws MalformedYaml {
    YAMLFactory factory = YAMLFactory.builder().build();
    try (JsonParser parser = factory.createParser(yaml)) {
      JsonToken first = parser.nextToken();
      return first == null ? new Scalar("", JsonKind.NULL, 1) : value(parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String message = e.getOriginalMessage();
      int end = message.indexOf('\n');
      throw new MalformedYaml(
          "it is not YAML: " + message.substring(0, end < 0 ? message.length() : end), line);
    } catch (IOException e) {
      throw new MalformedYaml("it is not YAML: " + e.getMessage(), 1);
    }
  }

  private static YamlTree value(JsonParser parser) throws IOException, MalformedYaml {
    int line = parser.currentTokenLocation().getLineNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          int keyLine = parser.currentTokenLocation().getLineNr();
          parser.nextToken();
          if (entries.put(key, new Entry(keyLine, value(parser))) != null) {
            throw new MalformedYaml("the key \"" + key + "\" stands there twice", keyLine);
          }
        }
        yield new Mapped(entries, line);
      }
      case START_ARRAY -> {
        List<YamlTree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        yield new Sequence(items, line);
      }
      case null -> throw new MalformedYaml("it ends too early", line);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Scalar(parser.getText(), JsonKind.NUMBER, line);
      case VALUE_TRUE -> new Scalar(parser.getText(), JsonKind.TRUE, line);
      case VALUE_FALSE -> new Scalar(parser.getText(), JsonKind.FALSE, line);
      case VALUE_NULL -> new Scalar(parser.getText(), JsonKind.NULL, line);
      default -> new Scalar(parser.getText(), JsonKind.STRING, line);
    };
  }
}
