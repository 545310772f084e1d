package dev.headgate.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// What a command shows. Results go to standard output, everything for people beside them to
/// standard error; with `--json` standard output holds JSON and nothing else, and reports for
/// people move over.
public final class Screen {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Columns of a report.
  static final int WIDTH = 100;

  private static final Duration BETWEEN_STATUS_LINES = Duration.ofMillis(200);
  private static final Duration BETWEEN_STATUS_LINES_IN_A_FILE = Duration.ofSeconds(10);

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean quiet;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long lastStatus;
  private int statusWidth;

  /// @param terminal whether standard error is a terminal, where a status line can be rewritten
  public Screen(
      PrintStream out,
      PrintStream err,
      boolean json,
      boolean quiet,
      boolean terminal,
      LongSupplier nanoTime) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.quiet = quiet;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.lastStatus = nanoTime.getAsLong() - BETWEEN_STATUS_LINES_IN_A_FILE.toNanos() / 2;
  }

  /// The same for a step of a larger command, whose result is not the command's: all of it is for
  /// people.
  Screen forPeople() {
    return json ? new Screen(err, err, false, quiet, terminal, nanoTime) : this;
  }

  public boolean json() {
    return json;
  }

  /// A report for people: the command's result unless it answers in JSON.
  public void report(List<String> lines) {
    clearStatus();
    PrintStream to = json ? err : out;
    if (!quiet || !json) {
      lines.forEach(to::println);
    }
    to.flush();
  }

  /// The command's result in JSON.
  public void result(JsonNode node) {
    clearStatus();
    out.println(node);
    out.flush();
  }

  /// A line about what happens, for people who watch.
  public void say(String line) {
    if (!quiet) {
      clearStatus();
      err.println(line);
      err.flush();
    }
  }

  /// The line that says how far a long step is; rewritten in place on a terminal, now and then a
  /// line of its own elsewhere.
  public void status(String line) {
    Duration between = terminal ? BETWEEN_STATUS_LINES : BETWEEN_STATUS_LINES_IN_A_FILE;
    long now = nanoTime.getAsLong();
    if (quiet || now - lastStatus < between.toNanos()) {
      return;
    }
    lastStatus = now;
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, statusWidth - line.length())));
      statusWidth = line.length();
    } else {
      err.println(line);
    }
    err.flush();
  }

  private void clearStatus() {
    if (statusWidth > 0) {
      err.print("\r" + " ".repeat(statusWidth) + "\r");
      statusWidth = 0;
    }
  }

  /// Says why a command ends: for people on standard error, and with `--json` as an object on
  /// standard output.
  public void failure(CommandStop stop) {
    clearStatus();
    err.println("headgate: " + stop.getMessage());
    if (!stop.where().isEmpty()) {
      err.println("  where: " + stop.where());
    }
    if (!stop.next().isEmpty()) {
      err.println("  next:  " + stop.next());
    }
    err.flush();
    if (json) {
      ObjectNode error = JSON.createObjectNode();
      error
          .putObject("error")
          .put("what", String.valueOf(stop.getMessage()))
          .put("where", stop.where())
          .put("next", stop.next());
      out.println(error);
      out.flush();
    }
  }

  /// A value of ours as JSON.
  public static JsonNode tree(String jsonText) {
    try {
      return JSON.readTree(jsonText);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("we wrote this JSON ourselves", e);
    }
  }

  public static ObjectNode object() {
    return JSON.createObjectNode();
  }
}
