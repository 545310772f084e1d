package dev.headgate.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/// The person at the terminal, if there is one.
final class Terminal {
  private Terminal() {}

  private static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  static boolean isThere() {
    return console().isPresent();
  }

  /// Asks a question that is answered with y or n; without a terminal the answer is no.
  static boolean confirms(String question) {
    return console()
        .map(console -> Optional.ofNullable(console.readLine("%s [y/N] ", question)).orElse(""))
        .filter(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
        .isPresent();
  }
}
