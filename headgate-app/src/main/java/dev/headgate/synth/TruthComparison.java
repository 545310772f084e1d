package dev.headgate.synth;

import dev.headgate.json.JsonCursor;
import dev.headgate.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The persons that came out against the persons expected: two streams of JSON Lines, both sorted
/// by smallest distinct_id as `export persons` sorts them, read side by side. Persons are equal
/// when their lines are.
///
/// @param expected persons of the truth
/// @param actual persons that came out
/// @param equal persons whose lines are the same in both
/// @param different persons missing, not expected, or with other content
/// @param differences the first differences in words, at most as many as asked for
public record TruthComparison(
    long expected, long actual, long equal, long different, List<String> differences) {

  public boolean same() {
    return equal == expected && equal == actual;
  }

  /// Reads both to their ends.
  ///
  /// @param maxDifferences how many differences to put into words
  public static TruthComparison of(
      Iterator<String> expected, Iterator<String> actual, int maxDifferences) {
    return new Reading(expected, actual, maxDifferences).compare();
  }

  private static final class Reading {
    private final Iterator<String> expected;
    private final Iterator<String> actual;
    private final int maxDifferences;
    private final List<String> differences = new ArrayList<>();
    private long expectedCount;
    private long actualCount;
    private long equal;
    private long different;

    Reading(Iterator<String> expected, Iterator<String> actual, int maxDifferences) {
      this.expected = expected;
      this.actual = actual;
      this.maxDifferences = maxDifferences;
    }

    TruthComparison compare() {
      String wanted = nextExpected();
      String got = nextActual();
      while (!wanted.isEmpty() || !got.isEmpty()) {
        if (wanted.equals(got)) {
          equal++;
          wanted = nextExpected();
          got = nextActual();
          continue;
        }
        int order = order(wanted, got);
        different++;
        if (differences.size() < maxDifferences) {
          differences.add(difference(wanted, got, order));
        }
        wanted = order <= 0 ? nextExpected() : wanted;
        got = order >= 0 ? nextActual() : got;
      }
      return new TruthComparison(
          expectedCount, actualCount, equal, different, List.copyOf(differences));
    }

    private String nextExpected() {
      if (!expected.hasNext()) {
        return "";
      }
      expectedCount++;
      return expected.next();
    }

    private String nextActual() {
      if (!actual.hasNext()) {
        return "";
      }
      actualCount++;
      return actual.next();
    }

    /// By smallest id; what has ended comes last.
    private static int order(String wanted, String got) {
      if (wanted.isEmpty() || got.isEmpty()) {
        return wanted.isEmpty() ? 1 : -1;
      }
      byte[] mine = smallestId(wanted).getBytes(StandardCharsets.UTF_8);
      byte[] theirs = smallestId(got).getBytes(StandardCharsets.UTF_8);
      return Arrays.compareUnsigned(mine, theirs);
    }

    private static String difference(String wanted, String got, int order) {
      if (order < 0) {
        return "missing: the person of " + smallestId(wanted) + ": " + wanted;
      }
      if (order > 0) {
        return "not expected: the person of " + smallestId(got) + ": " + got;
      }
      StringBuilder text = new StringBuilder("the person of " + smallestId(wanted) + ":");
      Map<String, String> mine = members(wanted);
      Map<String, String> theirs = members(got);
      TreeMap<String, String> all = new TreeMap<>(mine);
      all.putAll(theirs);
      for (String key : all.keySet()) {
        String a = mine.getOrDefault(key, "absent");
        String b = theirs.getOrDefault(key, "absent");
        if (!a.equals(b)) {
          text.append(' ').append(key).append(" is ").append(b);
          text.append(", expected ").append(a).append(';');
        }
      }
      if (text.charAt(text.length() - 1) == ':') {
        text.append(" the same members, written otherwise;");
      }
      return text.substring(0, text.length() - 1);
    }

    private static String smallestId(String person) {
      try {
        byte[] ids =
            members(person).getOrDefault("distinct_ids", "[]").getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = JsonCursor.array(ids, 0, ids.length);
        return cursor.next() ? cursor.text() : "";
      } catch (MalformedJson e) {
        throw notAPerson(person, e);
      }
    }

    /// The line's members, those of `properties` one by one.
    private static Map<String, String> members(String person) {
      Map<String, String> members = new TreeMap<>();
      try {
        byte[] utf8 = person.getBytes(StandardCharsets.UTF_8);
        JsonCursor cursor = JsonCursor.object(utf8, 0, utf8.length);
        while (cursor.next()) {
          if (cursor.name().equals("properties")) {
            JsonCursor properties = JsonCursor.object(cursor.raw());
            while (properties.next()) {
              members.put("properties." + properties.name(), properties.raw().toString());
            }
          } else {
            members.put(cursor.name(), cursor.raw().toString());
          }
        }
      } catch (MalformedJson e) {
        throw notAPerson(person, e);
      }
      return members;
    }

    private static IllegalArgumentException notAPerson(String person, MalformedJson e) {
      String start = person.substring(0, Math.min(120, person.length()));
      return new IllegalArgumentException(
          "not a line of exported persons (" + e.getMessage() + "): " + start, e);
    }
  }
}
