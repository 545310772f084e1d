package dev.headgate.pace;

import java.time.Duration;

/// What counts as a flood: more small requests of a sender than its own usual rate allows, without
/// a ramp. Why these figures, and what they cost: `docs/decisions/0010`.
///
/// @param smallRequestEvents a request of more events is none of a flood: batches are what a
///   pipeline is made for
/// @param growth how many times its usual rate a sender may reach at once
/// @param followsUp the time constant with which the usual rate follows a higher one: so any ramp
///   that takes longer than about twice that is followed
/// @param followsDown with which it follows a lower one: so who pauses for hours is known again
/// @param fewIds where few distinct_ids are named
/// @param manyIds where many are, as by people
/// @param over how long a flood's rate is what is usual, before it is over
/// @param learning how long after the start no sender is judged: none is known yet
public record FloodRule(
    int smallRequestEvents,
    double growth,
    Duration followsUp,
    Duration followsDown,
    Limits fewIds,
    Limits manyIds,
    Duration over,
    Duration learning) {

  /// What any sender may send, and how much more makes a flood.
  ///
  /// @param perSecond small requests that any sender may send, known or not
  /// @param excess requests over what is allowed, added up, that make a flood
  public record Limits(double perSecond, double excess) {}

  public static final FloodRule DEFAULT =
      new FloodRule(
          5,
          3,
          Duration.ofSeconds(30),
          Duration.ofDays(1),
          new Limits(50, 300),
          new Limits(200, 800),
          Duration.ofMinutes(1),
          Duration.ofSeconds(60));

  /// The same, with another time of learning.
  public FloodRule learning(Duration time) {
    return new FloodRule(
        smallRequestEvents, growth, followsUp, followsDown, fewIds, manyIds, over, time);
  }
}
