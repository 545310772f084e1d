package dev.headgate.synth;

import dev.headgate.synth.Dice.Draw;
import java.util.Arrays;

/// Who acts next. A number of sessions are open at any time; an event belongs to one of them, or to
/// the hot id. When a session ends, another opens: of a user who comes for the first time, as often
/// as needed for all users to have come in the end, else of one who has come before, by Zipf's law.
/// Users are numbered in the order they come, which is also their rank.
///
/// A rank is drawn with the weight of x^-skew between rank + q and rank + q + 1, q = {@link
/// #HEAD_SHIFT}: the law of Zipf and Mandelbrot, from one uniform number and without a table. The
/// shift flattens the head, so that nobody has a tenth of all events; that is the hot id's part.
final class Activity {
  private static final int MAX_OPEN_SESSIONS = 4_096;
  private static final int MIN_OPEN_SESSIONS = 4;
  private static final double SECONDS_BETWEEN_EVENTS = 30;
  private static final double SESSION_ENDS = 1 / 6.0;
  private static final double HEAD_SHIFT = 10;

  /// The share of the history by which all users have come.
  private static final double ARRIVALS_UNTIL = 0.95;

  private final SynthSettings settings;
  private final Dice dice;
  private final int[] userOf;
  private final long[] openedBy;
  private int arrived;
  private int user;
  private long session;
  private boolean opening;

  Activity(SynthSettings settings, Dice dice) {
    this.settings = settings;
    this.dice = dice;
    double perSecond = settings.events() / (settings.days() * 86_400.0);
    int open =
        Math.clamp(
            Math.round(perSecond * SECONDS_BETWEEN_EVENTS), MIN_OPEN_SESSIONS, MAX_OPEN_SESSIONS);
    userOf = new int[open];
    openedBy = new long[open];
    Arrays.fill(userOf, -1);
  }

  /// The number that stands for the hot id.
  int hotUser() {
    return settings.ids();
  }

  /// Moves to the event with this number. Numbers go up by one from 0.
  void advance(long event) {
    long bits = dice.bits(Draw.ACTOR, event);
    if (Dice.unit(bits) < settings.hotShare()) {
      user = hotUser();
      session = event;
      opening = false;
      return;
    }
    long more = Dice.more(bits);
    int place = Dice.below(more, userOf.length);
    opening = userOf[place] < 0 || newcomersDue(event);
    if (opening) {
      openedBy[place] = event;
      userOf[place] = newcomersDue(event) ? arrived++ : returning(Dice.more(more));
    }
    user = userOf[place];
    session = openedBy[place];
    if (Dice.unit(Dice.more(bits ^ more)) < SESSION_ENDS) {
      userOf[place] = -1;
    }
  }

  private boolean newcomersDue(long event) {
    if (arrived == settings.ids()) {
      return false;
    }
    double share = (event + 1) / (ARRIVALS_UNTIL * settings.events());
    return arrived == 0 || arrived < share * settings.ids();
  }

  private int returning(long bits) {
    double u = Dice.unit(bits);
    double e = 1 - settings.skew();
    double last = arrived + HEAD_SHIFT;
    // Strict, so that the last bit is the same on every machine.
    double x;
    if (Math.abs(e) < 1e-9) {
      x = HEAD_SHIFT * StrictMath.exp(u * StrictMath.log(last / HEAD_SHIFT));
    } else {
      double low = StrictMath.pow(HEAD_SHIFT, e);
      x = StrictMath.pow(low + u * (StrictMath.pow(last, e) - low), 1 / e);
    }
    return Math.clamp((long) (x - HEAD_SHIFT), 0, arrived - 1);
  }

  int user() {
    return user;
  }

  /// How many users have come so far: 0 to this, exclusive.
  int arrived() {
    return arrived;
  }

  /// The number of the event that opened the current event's session.
  long session() {
    return session;
  }

  /// Whether the current event is the first of its session.
  boolean opening() {
    return opening;
  }
}
