package dev.headgate.assess;

import java.util.List;
import java.util.TreeSet;
import java.util.function.IntFunction;

/// How often something was found, and the first places where.
final class Examples {
  static final int MOST = 5;

  private record Place(int part, long line) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byPart = Integer.compare(part, other.part);
      return byPart != 0 ? byPart : Long.compare(line, other.line);
    }
  }

  private final TreeSet<Place> first = new TreeSet<>();
  private long count;

  void add(int part, long line) {
    count++;
    if (first.size() == MOST) {
      Place last = first.last();
      if (part > last.part || (part == last.part && line >= last.line)) {
        return;
      }
    }
    first.add(new Place(part, line));
    if (first.size() > MOST) {
      first.pollLast();
    }
  }

  void absorb(Examples other) {
    count += other.count;
    first.addAll(other.first);
    while (first.size() > MOST) {
      first.pollLast();
    }
  }

  long count() {
    return count;
  }

  /// `file:line` each, in the order of the export.
  List<String> places(IntFunction<String> partName) {
    return first.stream().map(place -> partName.apply(place.part) + ":" + place.line).toList();
  }
}
