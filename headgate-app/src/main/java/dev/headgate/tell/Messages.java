package dev.headgate.tell;

import dev.headgate.admit.Actor.Role;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.LoadTestStep;
import dev.headgate.admit.Step;
import dev.headgate.admit.TrailEntry;
import dev.headgate.tell.Message.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;

/// Makes messages of entries of the trail.
public final class Messages {
  private static final int LONGEST_TEXT = 500;

  /// What the pipeline itself is the subject of.
  private static final Set<String> OF_NO_PROJECT = Set.of("calendar", "audit", "tell", "team");

  private final LongFunction<String> projectNames;

  /// @param projectNames the name of a project by its number
  public Messages(LongFunction<String> projectNames) {
    this.projectNames = projectNames;
  }

  /// Alerts are a flood that was recognised, an import that the pipeline itself paused, a proof
  /// that found a difference, and a load test that the pipeline itself stopped.
  public static Kind kind(TrailEntry entry) {
    boolean byItself = entry.role().equals(Role.PIPELINE.key());
    boolean alert =
        switch (entry.subject().kind()) {
          case "flood" -> entry.step().equals("recognise");
          case "import" ->
              (byItself && entry.step().equals(Step.PAUSE.key()))
                  || (entry.step().equals(Step.RECORD_VERIFICATION.key())
                      && entry.to().equals(ImportState.COMPLETED.key()));
          case "load_test" -> byItself && entry.step().equals(LoadTestStep.STOP.key());
          default -> false;
        };
    return alert ? Kind.ALERT : Kind.NOTE;
  }

  /// The name of the project that an entry is of; empty if it is of none.
  String project(TrailEntry entry) {
    return OF_NO_PROJECT.contains(entry.subject().kind())
        ? ""
        : projectNames.apply(entry.project());
  }

  /// What people are told of an entry.
  ///
  /// @param url of the pipeline, as people reach it
  public Message of(TrailEntry entry, String url) {
    String subject = entry.subject().kind();
    return new Message(
        kind(entry),
        entry.at(),
        subject + "." + entry.step(),
        text(entry),
        url + page(entry),
        project(entry),
        Optional.of(entry),
        entry.hash());
  }

  /// A message that only shows that messages arrive.
  ///
  /// @param seed of its id, new for each trial
  public static Message trial(String target, String by, Instant at, String url, String seed) {
    return new Message(
        Kind.NOTE,
        at,
        "tell.test",
        line("a trial of the target " + target + " by " + by + ": nothing happened"),
        url + "/console",
        "",
        Optional.empty(),
        seed);
  }

  private String text(TrailEntry entry) {
    String subject = entry.subject().kind().replace('_', ' ');
    String number =
        entry.subject().number() == 0 || subject.equals("apps")
            ? ""
            : " " + entry.subject().number();
    String project = project(entry);
    String more = entry.why().isEmpty() && subject.equals("flood") ? entry.saw() : entry.why();
    return line(
        subject
            + number
            + (project.isEmpty() ? "" : " (" + project + ")")
            + ": "
            + step(entry)
            + " by "
            + entry.actor()
            + (more.isEmpty() ? "" : ": " + more));
  }

  private static String step(TrailEntry entry) {
    return entry.step().equals(Step.RECORD_VERIFICATION.key())
        ? "verification"
        : entry.step().replace('_', ' ');
  }

  /// What people typed, on one line: neither its line breaks nor what cannot be seen go out.
  private static String line(String text) {
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    int[] points = line.codePoints().limit(LONGEST_TEXT + 1L).toArray();
    return points.length <= LONGEST_TEXT ? line : new String(points, 0, LONGEST_TEXT - 1) + "…";
  }

  private static String page(TrailEntry entry) {
    return switch (entry.subject().kind()) {
      case "import" -> "/console/imports/" + entry.subject().number();
      case "flood", "load_test" -> "/console/pace";
      default -> "/console";
    };
  }
}
