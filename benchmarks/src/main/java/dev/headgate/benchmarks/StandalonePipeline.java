package dev.headgate.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `headgate standalone` of its own, from when it says where it answers until it is closed.
final class StandalonePipeline implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Process process;
  private final Path data;
  private final URI url;

  private StandalonePipeline(Process process, Path data, URI url) {
    this.process = process;
    this.data = data;
    this.url = url;
  }

  /// Starts one on a data directory that is empty, with these variables beside its environment.
  static StandalonePipeline start(String headgate, Path data, Map<String, String> variables)
      throws IOException, InterruptedException {
    Files.createDirectories(data);
    ProcessBuilder command =
        new ProcessBuilder(headgate, "standalone", "--data", data.toString(), "--port", "0")
            .redirectOutput(data.resolve("standalone.txt").toFile())
            .redirectError(data.resolve("standalone-errors.txt").toFile());
    command.environment().putAll(variables);
    Process process = command.start();
    Path file = data.resolve("server.json");
    while (!Files.exists(file)) {
      if (process.waitFor(BETWEEN_LOOKS)) {
        throw new IOException("the pipeline ended: " + process.exitValue());
      }
    }
    return new StandalonePipeline(process, data, URI.create(field("url", file)));
  }

  URI url() {
    return url;
  }

  String pipelineKey() throws IOException {
    return field("pipeline_key", data.resolve("keys.json"));
  }

  String projectToken() throws IOException {
    return field("project_token", data.resolve("keys.json"));
  }

  /// What a page of the API answers.
  String get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer " + pipelineKey())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /// Memory that it holds, with the processes it has started.
  long residentBytes() throws IOException {
    long kilobytes = 0;
    for (ProcessHandle each :
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList()) {
      Path status = Path.of("/proc", Long.toString(each.pid()), "status");
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmRSS:")) {
          kilobytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
        }
      }
    }
    return kilobytes << 10;
  }

  private static String field(String name, Path file) throws IOException {
    String json = Files.readString(file);
    Matcher matcher = Pattern.compile('"' + name + "\":\"([^\"]+)\"").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + file);
    }
    return matcher.group(1);
  }

  /// Ends it, and waits for that.
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
