package dev.headgate.calendar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Moments, as spans in their order that neither touch nor meet: what overlaps counts once.
///
/// @param spans sorted
record TimeSpans(List<TimeSpan> spans) {
  TimeSpans {
    spans = List.copyOf(spans);
  }

  /// The union of spans in any order.
  static TimeSpans union(Collection<TimeSpan> spans) {
    List<TimeSpan> joined = new ArrayList<>();
    List<TimeSpan> sorted = spans.stream().sorted(Comparator.comparing(TimeSpan::from)).toList();
    for (TimeSpan span : sorted) {
      if (!joined.isEmpty() && !span.from().isAfter(joined.getLast().to())) {
        TimeSpan last = joined.removeLast();
        joined.add(new TimeSpan(last.from(), TimeSpan.later(last.to(), span.to())));
      } else {
        joined.add(span);
      }
    }
    return new TimeSpans(joined);
  }

  /// How much of a span is in it.
  Duration within(TimeSpan span) {
    Duration sum = Duration.ZERO;
    for (int i = firstEndingAfter(span); i < spans.size() && spans.get(i).touches(span); i++) {
      sum = sum.plus(spans.get(i).common(span).orElseThrow().length());
    }
    return sum;
  }

  boolean touches(TimeSpan span) {
    int first = firstEndingAfter(span);
    return first < spans.size() && spans.get(first).touches(span);
  }

  private int firstEndingAfter(TimeSpan span) {
    int low = 0;
    int high = spans.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (spans.get(middle).to().isAfter(span.from())) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
