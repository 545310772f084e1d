package dev.headgate.assess;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the events' properties look like: from all events, or from a sample that depends on nothing
/// but the events' records (and so is the same however the export is read).
///
/// @param thorough whether all events were looked at because somebody asked for it
/// @param sampled events looked at
/// @param sampleShare of all events that stand in a record, 0 to 1
/// @param keysPerEvent top-level properties
/// @param nestingDepth 1 where no property holds an object or array
/// @param names different names of top-level properties
/// @param typeChanges properties whose values are of several types, by how many events differ from
///   the most common type, at most {@link #MOST_TYPE_CHANGES}
/// @param typeChangeCount how many such properties there are, listed or not
/// @param outOfPlace what looks like a secret or like personal data in the wrong place; never with
///   a value
public record PropertyFindings(
    boolean thorough,
    long sampled,
    double sampleShare,
    Spread keysPerEvent,
    Spread nestingDepth,
    long names,
    long typeChangeCount,
    List<TypeChange> typeChanges,
    List<OutOfPlace> outOfPlace) {

  public static final int MOST_TYPE_CHANGES = 20;

  public static final PropertyFindings NONE =
      new PropertyFindings(false, 0, 0, Spread.NONE, Spread.NONE, 0, 0, List.of(), List.of());

  public PropertyFindings {
    typeChanges = List.copyOf(typeChanges);
    outOfPlace = List.copyOf(outOfPlace);
  }

  /// A property and how many sampled events have a value of each type; `null` is of none.
  public record TypeChange(
      String property, long string, long number, long bool, long object, long array) {

    /// `12 strings, 3 numbers`
    public String inWords() {
      return Stream.of(
              words(string, "string"),
              words(number, "number"),
              words(bool, "boolean"),
              words(object, "object"),
              words(array, "array"))
          .filter(words -> !words.isEmpty())
          .collect(Collectors.joining(", "));
    }

    private static String words(long count, String type) {
      return count == 0 ? "" : Amounts.count(count, type);
    }
  }

  /// Something found where it should not be.
  ///
  /// @param kind stable name, such as `card_number`
  /// @param events sampled events that have it
  public record OutOfPlace(String kind, long events) {}
}
