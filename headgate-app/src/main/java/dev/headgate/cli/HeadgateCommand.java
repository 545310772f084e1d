package dev.headgate.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `headgate`: the command line as a whole.
@Command(
    name = "headgate",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "headgate 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Historical imports into an event-analytics pipeline: assessed before they start, paced while they"
          + " run, proved when they end."
    },
    footer = {
      "",
      "Exit codes: 0 done (import and verify: verified), 1 failed or a difference found, 2 wrong usage or"
          + " input,",
      "3 no green light, 4 paused (run again to go on), 130 interrupted."
    },
    subcommands = {
      DemoCommand.class,
      ImportCommand.class,
      RequestCommand.class,
      DecideCommand.class,
      RulesCommand.class,
      AssessCommand.class,
      PreviewCommand.class,
      VerifyCommand.class,
      StandaloneCommand.class,
      ProjectCommand.class,
      AppsCommand.class,
      ExportCommand.class,
      ExplainCommand.class,
      PersonsCommand.class,
      PaceCommand.class,
      LoadTestCommand.class,
      CalendarCommand.class,
      FloodsCommand.class,
      TellCommand.class,
      TeamCommand.class,
      AuditCommand.class,
      CalibrateCommand.class,
      SynthCommand.class
    })
public final class HeadgateCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command");
  }

  /// Runs a command line.
  ///
  /// @return its exit code
  public static int execute(String[] arguments, PrintStream out, PrintStream err) {
    CommandLine line = new CommandLine(new HeadgateCommand(), writingTo(out, err));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // For --help and --version.
    line.setOut(new PrintWriter(out, true, out.charset()));
    line.setParameterExceptionHandler((exception, rest) -> {
      boolean json = List.of(arguments).contains("--json");
      Screen screen = new Screen(out, err, json, false, false, System::nanoTime);
      CommandLine where = exception.getCommandLine();
      screen.failure(
          new CommandStop(
              ExitCode.USAGE,
              String.valueOf(exception.getMessage()),
              where.getCommandSpec().qualifiedName(),
              "See " + where.getCommandSpec().qualifiedName() + " --help"));
      return ExitCode.USAGE.number();
    });
    return line.execute(arguments);
  }

  private static IFactory writingTo(PrintStream out, PrintStream err) {
    IFactory standard = CommandLine.defaultFactory();
    return new IFactory() {
      @Override
      public <K> K create(Class<K> type) throws Exception {
        K made = standard.create(type);
        if (made instanceof CommandRun command) {
          command.writeTo(out, err);
        }
        return made;
      }
    };
  }
}
