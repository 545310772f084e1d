package dev.headgate.loadtest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a load test has to hold to, as k6 writes it: a metric, and an expression over it.
///
/// ```
/// http_req_duration   p(99)<200     avg, min, max, med, p(N), in milliseconds
/// http_req_failed     rate<0.01     the share of requests that were not answered with 200
/// dropped_iterations  count<10      requests that were due and not sent: count, rate (a second)
/// http_reqs           rate>=99      requests that were answered: count, rate (a second)
/// ```
///
/// @param expression as it was written
/// @param abortOnFail whether the load test ends as soon as it does not hold
/// @param delayAbortEval for how long from the beginning it is not looked at for that
public record Threshold(
    Metric metric, String expression, boolean abortOnFail, Duration delayAbortEval) {
  private static final Pattern EXPRESSION =
      Pattern.compile(
          "\\s*([a-z]+(?:\\(\\s*\\d+(?:\\.\\d+)?\\s*\\))?)\\s*"
              + "(<=|>=|===|==|!=|<|>)\\s*(-?\\d+(?:\\.\\d+)?)\\s*");
  private static final Pattern PERCENTILE = Pattern.compile("p\\(\\s*(\\d+(?:\\.\\d+)?)\\s*\\)");
  private static final double HUNDRED = 100;
  private static final double MIDDLE = 50;

  /// What k6 calls a metric.
  @SuppressWarnings("ImmutableEnumChecker") // its list cannot be changed
  public enum Metric {
    HTTP_REQ_DURATION("avg", "min", "max", "med", "p(N)"),
    HTTP_REQ_FAILED("rate"),
    DROPPED_ITERATIONS("count", "rate"),
    HTTP_REQS("count", "rate");

    private final List<String> measures;

    Metric(String... measures) {
      this.measures = List.of(measures);
    }

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// The metric of a {@link #key()}.
    public static Optional<Metric> ofKey(String key) {
      return Arrays.stream(values()).filter(metric -> metric.key().equals(key)).findFirst();
    }

    public static List<String> keys() {
      return Arrays.stream(values()).map(Metric::key).toList();
    }
  }

  /// Whether a threshold holds.
  ///
  /// @param value that was measured; empty where nothing was
  public record Verdict(Threshold threshold, OptionalDouble value, boolean passed) {}

  /// @throws IllegalArgumentException if the expression is none of the metric
  public Threshold {
    Matcher parts = parts(expression);
    String measure = String.valueOf(parts.group(1));
    boolean percentile = measure.startsWith("p(");
    if (!metric.measures.contains(percentile ? "p(N)" : measure)) {
      throw new IllegalArgumentException(
          "%s has no \"%s\": it has %s"
              .formatted(metric.key(), measure, String.join(", ", metric.measures)));
    }
    if (percentile && percentile(measure) > HUNDRED) {
      throw new IllegalArgumentException("no percentile is above 100: " + measure);
    }
    if (delayAbortEval.isNegative()) {
      throw new IllegalArgumentException("delayAbortEval is not less than nothing");
    }
  }

  private static Matcher parts(String expression) {
    Matcher parts = EXPRESSION.matcher(expression);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"" + expression + "\" is no threshold: write one as \"p(99)<200\" or \"rate<0.01\"");
    }
    return parts;
  }

  private static double percentile(String measure) {
    Matcher number = PERCENTILE.matcher(measure);
    if (!number.matches()) {
      throw new IllegalArgumentException("no percentile: " + measure);
    }
    return Double.parseDouble(String.valueOf(number.group(1)));
  }

  /// Whether it holds by what was measured. Where nothing was measured that it speaks of, it does
  /// not hold: a load test that sent nothing has shown nothing.
  public Verdict judge(Figures figures) {
    Matcher parts = parts(expression);
    OptionalDouble value = value(figures, String.valueOf(parts.group(1)));
    double bound = Double.parseDouble(String.valueOf(parts.group(3)));
    boolean passed =
        value.isPresent() && holds(value.getAsDouble(), String.valueOf(parts.group(2)), bound);
    return new Verdict(this, value, passed);
  }

  private OptionalDouble value(Figures figures, String measure) {
    return switch (metric) {
      case HTTP_REQ_DURATION ->
          figures.latency().count() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(latency(figures.latency(), measure));
      case HTTP_REQ_FAILED -> figures.failedShare();
      case DROPPED_ITERATIONS -> OptionalDouble.of(count(figures.dropped(), measure, figures));
      case HTTP_REQS -> OptionalDouble.of(count(figures.answered(), measure, figures));
    };
  }

  private static double latency(Latency latency, String measure) {
    return switch (measure) {
      case "avg" -> latency.meanMillis();
      case "min" -> latency.atPercentile(0);
      case "max" -> latency.atPercentile(HUNDRED);
      case "med" -> latency.atPercentile(MIDDLE);
      default -> latency.atPercentile(percentile(measure));
    };
  }

  private static double count(long count, String measure, Figures figures) {
    double seconds = figures.elapsed().toNanos() / 1e9;
    return measure.equals("count") ? count : seconds > 0 ? count / seconds : 0;
  }

  private static boolean holds(double value, String comparison, double bound) {
    return switch (comparison) {
      case "<" -> value < bound;
      case "<=" -> value <= bound;
      case ">" -> value > bound;
      case ">=" -> value >= bound;
      case "!=" -> value != bound;
      default -> value == bound;
    };
  }

  /// Whether it may end a load test by now.
  ///
  /// @param elapsed since the beginning
  boolean isLookedAt(Duration elapsed) {
    return abortOnFail && elapsed.compareTo(delayAbortEval) >= 0;
  }

  @Override
  public String toString() {
    return metric.key() + ": " + expression;
  }
}
