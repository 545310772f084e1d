package dev.headgate.console.pages;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What somebody typed into a form, by the names of its fields.
record Form(Map<String, String> fields) {
  static final Form EMPTY = new Form(Map.of());

  /// Largest body, in bytes.
  static final int MAX_BYTES = 1 << 16;

  private static final int MAX_FIELDS = 200;

  /// Longest reason or other text, in characters.
  static final int MAX_TEXT = 2_000;

  Form {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /// Reads `application/x-www-form-urlencoded`; of fields of one name the last. Empty if it is
  /// none.
  static Optional<Form> read(String body) {
    Map<String, String> fields = new LinkedHashMap<>();
    String[] pairs = body.isEmpty() ? new String[0] : body.split("&", MAX_FIELDS + 1);
    if (pairs.length > MAX_FIELDS) {
      return Optional.empty();
    }
    try {
      for (String pair : pairs) {
        int at = pair.indexOf('=');
        fields.put(
            decoded(at < 0 ? pair : pair.substring(0, at)),
            at < 0 ? "" : decoded(pair.substring(at + 1)));
      }
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(new Form(fields));
  }

  /// `name=value`, as an address has it.
  static String field(String name, String value) {
    return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// As it was typed; empty where there is nothing.
  String raw(String name) {
    return fields.getOrDefault(name, "");
  }

  /// Without white space at its ends.
  String text(String name) {
    return raw(name).strip();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }
}
