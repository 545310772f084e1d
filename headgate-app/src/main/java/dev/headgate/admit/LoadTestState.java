package dev.headgate.admit;

import java.util.Arrays;
import java.util.Locale;

/// Where a load test stands. Which {@link LoadTestStep} leads from one state to another stands
/// there, as data; here stands what a person can do in each.
public enum LoadTestState {
  /// Waits for the pipeline team.
  SUBMITTED("wait for the pipeline team's green light; what stands against it is in the findings"),
  /// May start, within its window.
  GREEN_LIT("run the same plan again: it starts sending"),
  RUNNING("wait for its end, or stop it: headgate load-test stop NUMBER"),
  /// All of it was sent.
  COMPLETED("look at its report; headgate load-test remove NUMBER deletes its events"),
  /// Ended before its plan did.
  STOPPED("see why it was stopped; run the plan again to ask anew"),
  DECLINED("ask the pipeline team; run the plan again to ask anew"),
  CANCELLED("run the plan again to ask anew"),
  /// Its events are deleted.
  REMOVED("run the plan again to ask anew");

  private final String next;

  LoadTestState(String next) {
    this.next = next;
  }

  /// As it stands in JSON: `green_lit`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a {@link #key()}.
  ///
  /// @throws IllegalArgumentException if there is none
  public static LoadTestState ofKey(String key) {
    return Arrays.stream(values())
        .filter(state -> state.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of a load test: " + key));
  }

  /// What a person does next, in a sentence without its full stop.
  public String next() {
    return next;
  }
}
