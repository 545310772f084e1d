package dev.headgate.console.pages;

import dev.headgate.admit.Step;
import dev.headgate.admit.TrailEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Why a step was not taken, shown on the page with all that was typed.
///
/// @param step whose form it was; empty where there is no trouble
/// @param fields what is wrong with which field, by the field's name
/// @param meanwhile what others did since the page was shown, oldest first
record Trouble(
    Optional<Step> step,
    String what,
    String next,
    Map<String, String> fields,
    List<TrailEntry> meanwhile,
    Form typed) {
  static final Trouble NONE =
      new Trouble(Optional.empty(), "", "", Map.of(), List.of(), Form.EMPTY);

  Trouble {
    meanwhile = List.copyOf(meanwhile);
  }

  boolean isOf(Step of) {
    return step.filter(own -> own == of).isPresent();
  }
}
