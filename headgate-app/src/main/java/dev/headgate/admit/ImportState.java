package dev.headgate.admit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/// Where an import stands. Which {@link Step} leads from one state to another stands there, as
/// data; here stands what a person can do in each.
public enum ImportState {
  /// Known and assessed; nobody was asked yet.
  DRAFT("run the same import again: it submits the request"),
  /// Waits for the pipeline team.
  SUBMITTED("wait for the pipeline team's green light; what stands against it is in the findings"),
  CHANGES_REQUESTED("change what the pipeline team asked for and run the same import again"),
  /// May start, within its window.
  GREEN_LIT("run the same import again: it starts sending"),
  RUNNING("wait, or run the same import again if its process has ended"),
  /// Stopped on the way, nothing lost.
  PAUSED("see why it was paused, then run the same import again to go on"),
  /// Everything is sent, the proof is missing or found a difference.
  COMPLETED("prove it with the command verify"),
  /// Everything is sent and proved.
  VERIFIED("nothing is left to do"),
  /// Everything readable of a truncated export is sent and proved: never called verified.
  INCOMPLETE("import the whole export when you have it; what is here will not be doubled"),
  DECLINED("ask the pipeline team, which can reopen it by asking for changes"),
  CANCELLED("run the same import again to ask anew"),
  /// Its window closed before it was done.
  EXPIRED("run the same import again to ask for another window");

  /// From here on an import has brought events, or is about to.
  private static final Set<ImportState> BRINGING =
      Set.of(GREEN_LIT, RUNNING, PAUSED, COMPLETED, VERIFIED, INCOMPLETE);

  private final String next;

  ImportState(String next) {
    this.next = next;
  }

  /// As it stands in JSON: `green_lit`.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a {@link #key()}.
  ///
  /// @throws IllegalArgumentException if there is none
  public static ImportState ofKey(String key) {
    return Arrays.stream(values())
        .filter(state -> state.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of an import: " + key));
  }

  /// What a person does next, in a sentence without its full stop.
  public String next() {
    return next;
  }

  /// Whether events of it are stored already or may be at any moment.
  public boolean bringsEvents() {
    return BRINGING.contains(this);
  }
}
