package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.console.report.PacePage;
import dev.headgate.pace.Governor;
import dev.headgate.pace.Moment;
import dev.headgate.pace.Signals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `headgate pace`: what live traffic feels, and how far imports are slowed for it.
@Command(
    name = "pace",
    description = {
      "Says what live traffic felt in the last quarter of an hour, and how far imports were slowed for it."
          + " For the pipeline team, of a pipeline that runs."
    })
final class PaceCommand extends CommandRun {
  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write it also as one page of HTML, with charts.")
  Optional<Path> report = Optional.empty();

  @Override
  ExitCode run(Screen screen) throws IOException {
    try (Connection connection = Connection.toData(common, screen)) {
      if (connection.startedPipeline()) {
        throw new CommandStop(
            ExitCode.USAGE,
            "no pipeline runs on this data directory, so nothing is felt",
            common.data.toString(),
            "Ask while one runs: headgate standalone --data DIR, or an import.");
      }
      JsonNode answer = connection.client().get("/api/v1/governor");
      List<Moment> trace = moments(answer);
      if (report.isPresent()) {
        Files.writeString(report.get(), PacePage.of(trace));
      }
      List<String> lines = new ArrayList<>(PaceReport.lines(trace));
      report.ifPresent(file -> lines.add("The report is in " + file + "."));
      screen.report(lines);
      if (screen.json()) {
        screen.result(answer);
      }
      return ExitCode.DONE;
    }
  }

  private static List<Moment> moments(JsonNode answer) {
    List<Moment> trace = new ArrayList<>();
    for (JsonNode each : answer.path("trace")) {
      boolean last = trace.size() == answer.path("trace").size() - 1;
      trace.add(moment(each, last ? answer.path("reason").asText() : ""));
    }
    return trace;
  }

  private static Moment moment(JsonNode each, String reason) {
    Map<Integer, Double> factors = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> factor : each.path("factors").properties()) {
      factors.put(Integer.valueOf(factor.getKey()), factor.getValue().asDouble());
    }
    return new Moment(
        Instant.parse(each.path("at").asText()),
        new Signals(
            Duration.ZERO,
            seconds(each.path("live_delay_seconds")),
            seconds(each.path("live_p99_seconds")),
            each.path("live_per_second").asDouble(),
            each.path("imports_per_second").asDouble(),
            each.path("waiting_events").asDouble(),
            each.path("stored_per_second").asDouble(),
            seconds(each.path("oldest_seconds"))),
        new Governor.Decision(
            each.path("limit_per_second").asDouble(Double.POSITIVE_INFINITY),
            factors,
            each.path("pressure").asDouble(),
            reason),
        List.of()); // what each may send by its envelope is not told
  }

  private static Duration seconds(JsonNode number) {
    return Duration.ofNanos(Math.round(number.asDouble() * 1e9));
  }
}
