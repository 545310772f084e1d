package dev.headgate.cli;

import dev.headgate.source.SourceFault;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// What every command shares: its options, its screen, and how faults become exit codes.
abstract class CommandRun implements Callable<Integer> {
  @Mixin CommonOptions common = new CommonOptions();

  private PrintStream out = System.out;
  private PrintStream err = System.err;

  /// Where it writes.
  final void writeTo(PrintStream results, PrintStream remarks) {
    out = results;
    err = remarks;
  }

  final PrintStream out() {
    return out;
  }

  /// Does the work.
  abstract ExitCode run(Screen screen) throws IOException, SourceFault, InterruptedException;

  @Override
  public final Integer call() {
    Screen screen = screen();
    try {
      return run(screen).number();
    } catch (CommandStop stop) {
      screen.failure(stop);
      return stop.exitCode().number();
    } catch (SourceFault fault) {
      CommandStop stop =
          new CommandStop(
              switch (fault.kind()) {
                case WRONG_INPUT -> ExitCode.USAGE;
                case CHANGED, UNREADABLE -> ExitCode.PAUSED;
              },
              String.valueOf(fault.getMessage()),
              fault.where(),
              fault.next());
      screen.failure(stop);
      return stop.exitCode().number();
    } catch (IOException e) {
      screen.failure(
          new CommandStop(
              ExitCode.PAUSED,
              "a file cannot be read or written: " + e.getMessage(),
              common.data.toString(),
              "Is there room on the disk? Then run the same command again: it goes on where it"
                  + " stopped."));
      return ExitCode.PAUSED.number();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      screen.failure(
          new CommandStop(
              ExitCode.INTERRUPTED, "interrupted", "", "Run the same command again to go on."));
      return ExitCode.INTERRUPTED.number();
    }
  }

  private Screen screen() {
    boolean terminal = Terminal.isThere();
    return new Screen(out, err, common.json, common.quiet, terminal, System::nanoTime);
  }
}
