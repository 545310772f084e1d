package dev.headgate;

import dev.headgate.cli.HeadgateCommand;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Starts the command line. What a command needs of the rooms is put together in `cli` and, for the
/// pipeline on the embedded engines, in `standalone`.
public final class Main {
  private Main() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] arguments) {
    Logger everything = LogManager.getLogManager().getLogger("");
    everything.setLevel(Level.WARNING);
    System.exit(HeadgateCommand.execute(arguments, System.out, System.err));
  }
}
