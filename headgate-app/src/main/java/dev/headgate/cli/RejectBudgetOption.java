package dev.headgate.cli;

import dev.headgate.admit.RejectBudget;

/// Reads `--reject-budget`.
final class RejectBudgetOption {
  private RejectBudgetOption() {}

  static RejectBudget check(String text) {
    try {
      return RejectBudget.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandStop(ExitCode.USAGE, String.valueOf(e.getMessage()), "--reject-budget", "");
    }
  }
}
