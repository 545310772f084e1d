package dev.headgate.calendar;

import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What bookings may send together, over a range of time. Envelopes are straight lines between
/// moments, so their sum is one between all of these moments together, and is highest at one of
/// them: nothing is sampled.
final class StackedRate {
  private final List<StackedPiece> pieces = new ArrayList<>();

  StackedRate(List<Booking> bookings, TimeSpan range) {
    List<Booking> within = bookings.stream().filter(each -> each.span().touches(range)).toList();
    TreeSet<Instant> moments = new TreeSet<>();
    moments.add(range.from());
    moments.add(range.to());
    for (Booking booking : within) {
      addWithin(range, booking.span().from(), moments);
      addWithin(range, booking.span().to(), moments);
      booking
          .began()
          .ifPresent(zero ->
              bends(booking.envelope()).forEach(at -> addWithin(range, zero.plus(at), moments)));
    }
    List<Instant> sorted = List.copyOf(moments);
    for (int i = 1; i < sorted.size(); i++) {
      pieces.add(piece(within, new TimeSpan(sorted.get(i - 1), sorted.get(i))));
    }
  }

  private static void addWithin(TimeSpan range, Instant moment, Set<Instant> moments) {
    if (moment.isAfter(range.from()) && moment.isBefore(range.to())) {
      moments.add(moment);
    }
  }

  /// The ends of its stages.
  private static List<Duration> bends(Envelope envelope) {
    List<Duration> bends = new ArrayList<>();
    Duration at = Duration.ZERO;
    for (Stage stage : envelope.stages()) {
      at = at.plus(stage.duration());
      bends.add(at);
    }
    return bends;
  }

  private static StackedPiece piece(List<Booking> bookings, TimeSpan span) {
    double atFrom = 0;
    double atTo = 0;
    for (Booking booking : bookings) {
      if (booking.span().touches(span)) {
        atFrom += booking.rateAt(span.from());
        atTo += booking.rateAt(span.to());
      }
    }
    return new StackedPiece(span, atFrom, atTo);
  }

  /// One after another, over all of the range.
  List<StackedPiece> pieces() {
    return List.copyOf(pieces);
  }

  /// The highest sum with one more envelope that begins and ends with a span of the range.
  double peakWith(TimeSpan span, Envelope own) {
    double peak = 0;
    for (int i = firstEndingAfter(span.from());
        i < pieces.size() && pieces.get(i).span().touches(span);
        i++) {
      StackedPiece piece = pieces.get(i);
      TimeSpan both = piece.span().common(span).orElseThrow();
      peak = Math.max(peak, sum(piece, own, span, both.from()));
      peak = Math.max(peak, sum(piece, own, span, both.to()));
      for (Duration bend : bends(own)) {
        Instant at = span.from().plus(bend);
        if (at.isAfter(both.from()) && at.isBefore(both.to())) {
          peak = Math.max(peak, sum(piece, own, span, at));
        }
      }
    }
    return peak;
  }

  private static double sum(StackedPiece piece, Envelope own, TimeSpan span, Instant at) {
    return piece.at(at) + own.rateAt(Duration.between(span.from(), at));
  }

  private int firstEndingAfter(Instant moment) {
    int low = 0;
    int high = pieces.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (pieces.get(middle).span().to().isAfter(moment)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
