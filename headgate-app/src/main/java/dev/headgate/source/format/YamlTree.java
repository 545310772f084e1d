package dev.headgate.source.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A YAML document with the line that everything stands on, so that an error can name it.
sealed interface YamlTree {
  int line();

  /// A text, number, boolean or nothing, as it is written; an alias counts as its own name.
  record Scalar(String text, int line) implements YamlTree {}

  record Sequence(List<YamlTree> items, int line) implements YamlTree {}

  record Mapped(Map<String, Entry> entries, int line) implements YamlTree {}

  record Entry(int line, YamlTree value) {}

  /// Reads one document.
  ///
  /// @param source its name, for faults
  static YamlTree read(String yaml, String source) throws SourceFault {
    YAMLFactory factory = YAMLFactory.builder().build();
    try (JsonParser parser = factory.createParser(yaml)) {
      JsonToken first = parser.nextToken();
      return first == null ? new Scalar("", 1) : value(parser, source);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      String message = e.getOriginalMessage();
      int end = message.indexOf('\n');
      throw fault(
          "it is not YAML: " + message.substring(0, end < 0 ? message.length() : end),
          source,
          line);
    } catch (IOException e) {
      throw fault("it is not YAML: " + e.getMessage(), source, 1);
    }
  }

  static SourceFault fault(String what, String source, int line) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        what,
        source + ", line " + line,
        "correct the mapping file, then run the command again");
  }

  private static YamlTree value(JsonParser parser, String source) throws IOException, SourceFault {
    int line = parser.currentTokenLocation().getLineNr();
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          int keyLine = parser.currentTokenLocation().getLineNr();
          parser.nextToken();
          if (entries.put(key, new Entry(keyLine, value(parser, source))) != null) {
            throw fault("the key \"" + key + "\" stands there twice", source, keyLine);
          }
        }
        yield new Mapped(entries, line);
      }
      case START_ARRAY -> {
        List<YamlTree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser, source));
        }
        yield new Sequence(items, line);
      }
      case null -> throw fault("it ends too early", source, line);
      default -> new Scalar(parser.getText(), line);
    };
  }
}
