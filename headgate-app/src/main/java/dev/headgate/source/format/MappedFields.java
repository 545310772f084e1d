package dev.headgate.source.format;

import dev.headgate.source.format.Mapping.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The fields that a mapping names, numbered, so that a record's values can stand in an array.
///
/// @param paths each field once
/// @param event its number, or -1 where it is a constant; so for the others
/// @param listed the numbers of the properties, where they are listed
/// @param all whether every other field is a property
record MappedFields(
    List<String> paths,
    int event,
    int distinctId,
    int timestamp,
    int uuid,
    List<Integer> listed,
    boolean all) {

  static MappedFields of(Mapping mapping) {
    List<String> paths = new ArrayList<>();
    int event = number(mapping.event(), paths);
    int distinctId = number(mapping.distinctId(), paths);
    int timestamp = number(mapping.timestamp(), paths);
    int uuid = mapping.uuid().map(field -> number(field, paths)).orElse(-1);
    Optional<List<String>> properties = mapping.properties();
    List<Integer> listed = new ArrayList<>();
    for (String path : properties.orElse(List.of())) {
      listed.add(number(path, paths));
    }
    return new MappedFields(
        List.copyOf(paths),
        event,
        distinctId,
        timestamp,
        uuid,
        List.copyOf(listed),
        properties.isEmpty());
  }

  /// Whether no event can be made without the field.
  boolean required(int number) {
    return number == event || number == distinctId || number == timestamp;
  }

  private static int number(Value value, List<String> paths) {
    return switch (value) {
      case Value.Field(String path) -> number(path, paths);
      case Value.Constant _ -> -1;
    };
  }

  private static int number(String path, List<String> paths) {
    int known = paths.indexOf(path);
    if (known >= 0) {
      return known;
    }
    paths.add(path);
    return paths.size() - 1;
  }
}
