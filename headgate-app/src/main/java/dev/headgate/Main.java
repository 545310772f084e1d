package dev.headgate;

import dev.headgate.cli.HeadgateCommand;

/// Starts the command line. What a command needs of the rooms is put together in `cli` and, for the
/// pipeline on the embedded engines, in `standalone`.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(HeadgateCommand.execute(arguments, System.out, System.err));
  }
}
