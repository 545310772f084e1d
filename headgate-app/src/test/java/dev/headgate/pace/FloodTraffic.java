package dev.headgate.pace;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Generated live traffic of one project, as a detector sees it: senders, rates over time, ids and
/// sizes of requests. In steps of a quarter of a second; arrivals within one are Poisson.
final class FloodTraffic {
  static final double STEP_SECONDS = 0.25;
  static final long DAY_SECONDS = 86_400;

  /// Small requests a second at a time of the week, in seconds.
  interface Rate {
    double at(double seconds);
  }

  /// How many events a request has, and whose they are.
  ///
  /// @param addresses it comes from, each equally often
  /// @param people its ids are among so many; 0: each request has one of its own
  record Sender(String name, int addresses, int people, int events, Rate rate) {}

  private final FloodDetector<String> detector;
  private final SplittableRandom random;
  final List<String> alarms = new ArrayList<>();
  long requests;
  private long nextId = 1;

  FloodTraffic(FloodDetector<String> detector, SplittableRandom random) {
    this.detector = detector;
    this.random = random;
  }

  /// Lets all of them send from one time to another; ends at the first alarm, if that is asked for.
  ///
  /// @return when it ended, in seconds
  double run(List<Sender> senders, double from, double to, boolean untilAlarm) {
    long steps = Math.round((to - from) / STEP_SECONDS);
    for (long step = 0; step < steps; step++) {
      double now = from + step * STEP_SECONDS;
      for (Sender sender : senders) {
        int count = poisson(sender.rate.at(now) * STEP_SECONDS);
        for (int i = 0; i < count; i++) {
          // In order within the step, as they would come one after the other.
          double at = now + STEP_SECONDS * i / count;
          if (arrive(sender, at) && untilAlarm) {
            return at;
          }
        }
      }
      if (step % 4 == 0) {
        detector.over(nanos(now));
      }
    }
    return to;
  }

  private boolean arrive(Sender sender, double at) {
    requests++;
    String key =
        sender.addresses == 1 ? sender.name : sender.name + random.nextInt(sender.addresses);
    long id = sender.people == 0 ? nextId++ : random.nextInt(sender.people);
    if (detector.arrive(key, id * 0x5851F42D4C957F2DL + key.hashCode(), sender.events, nanos(at))
        instanceof FloodDetector.Judgement.Recognised) {
      alarms.add("%s at %.1f s".formatted(key, at));
      return true;
    }
    return false;
  }

  static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }

  /// Exact where few are expected, by the normal distribution where many are.
  private int poisson(double expected) {
    if (expected > 30) {
      return (int) Math.max(0, Math.round(expected + Math.sqrt(expected) * random.nextGaussian()));
    }
    double limit = Math.exp(-expected);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }

  /// A day of the week without any flood: visitors with addresses of their own and behind one
  /// proxy, campaigns that grow tenfold in 5 to 20 minutes, messages pushed to phones that are
  /// answered within one or two minutes, servers that send event by event from one address and are
  /// started anew, and batches at night.
  ///
  /// @param scale of all rates
  static List<Sender> day(SplittableRandom random, double scale, double from, double seconds) {
    double weekday = random.nextInt(7) < 5 ? 1 : 0.4 + 0.4 * random.nextDouble();
    double base = scale * weekday * (3 + 27 * random.nextDouble());
    double phase = random.nextDouble() * DAY_SECONDS;
    Rate visitors = t -> base * (0.55 - 0.45 * Math.cos(2 * Math.PI * (t + phase) / DAY_SECONDS));
    Rate campaigns = times(visitors, campaign(random, from, seconds));
    Rate pushes = times(visitors, push(random, from, seconds));
    double server = scale * (10 + 190 * random.nextDouble());
    double stopped = from + seconds * (0.2 + 0.6 * random.nextDouble());
    double startedAgain = stopped + 20 + random.nextDouble() * 900;
    Rate steady =
        t ->
            t > stopped && t < startedAgain
                ? 0
                : server * (1 + 0.2 * Math.sin(2 * Math.PI * (t + phase) / DAY_SECONDS));
    double night = from + seconds * random.nextDouble();
    Rate nightly = t -> t > night && t < night + 900 ? 40 : 0;
    return List.of(
        new Sender("visitor ", 50_000, 0, 1, campaigns),
        new Sender("proxy of the site", 1, 20_000, 1 + random.nextInt(3), campaigns),
        new Sender("phone ", 30_000, 30_000, 1, pushes),
        new Sender("proxy of the app", 1, 30_000, 1, pushes),
        new Sender("server", 1, 500, 1, steady),
        new Sender("nightly job", 1, 5_000, 50 + random.nextInt(200), nightly));
  }

  private static Rate times(Rate rate, Rate factor) {
    return t -> rate.at(t) * factor.at(t);
  }

  /// Tenfold within 5 to 20 minutes, exponentially or in a straight line, for a while, and back
  /// within an hour.
  private static Rate campaign(SplittableRandom random, double from, double seconds) {
    double start = from + seconds * (0.1 + 0.7 * random.nextDouble());
    double rise = 60 * (5 + 15 * random.nextDouble());
    double stay = 60 * (5 + 25 * random.nextDouble());
    boolean straight = random.nextBoolean();
    return t -> {
      double done = Math.clamp((t - start) / rise, 0, 1);
      double left = Math.exp(-Math.max(0, t - start - rise - stay) / 1200);
      double top = straight ? 1 + 9 * done : Math.pow(10, done);
      return 1 + (top - 1) * left;
    };
  }

  /// Fifteen- to twentyfold within 60 to 120 s, and back within minutes.
  private static Rate push(SplittableRandom random, double from, double seconds) {
    double start = from + seconds * (0.1 + 0.7 * random.nextDouble());
    double rise = 60 + 60 * random.nextDouble();
    double most = 15 + 5 * random.nextDouble();
    return t -> {
      double done = Math.clamp((t - start) / rise, 0, 1);
      return 1 + most * done * Math.exp(-Math.max(0, t - start - rise) / 180);
    };
  }

  /// A flood: at once, at one rate.
  static Sender flood(int addresses, int people, double perSecond, double from) {
    return new Sender("flood ", addresses, people, 1, t -> t < from ? 0 : perSecond);
  }
}
