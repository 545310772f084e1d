package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A headless Chromium, driven over its DevTools protocol: JSON over one web socket.
///
/// ```
/// -> {"id":7, "sessionId":"of a tab", "method":"Page.navigate", "params":{"url":"http://..."}}
/// <- {"id":7, "sessionId":"of a tab", "result":{...}}
/// ```
public final class Chromium implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final HttpClient client;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();

  private Chromium(Process process, URI devTools) throws Exception {
    this.process = process;
    this.client = HttpClient.newHttpClient();
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(devTools, new Answers())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /// Starts one.
  ///
  /// @param profile a new folder
  public static Chromium start(Path profile) throws Exception {
    Files.createDirectories(profile);
    Process process =
        new ProcessBuilder(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofPlatform().daemon().start(() -> out.lines().forEach(_ -> {}));
        return new Chromium(process, URI.create(listening.group(1)));
      }
    }
    throw new IOException("chromium ended at once; scripts/install-chromium installs it");
  }

  /// A tab with cookies of its own.
  public Tab tab() throws Exception {
    String context =
        call("", "Target.createBrowserContext", JSON.createObjectNode())
            .path("browserContextId")
            .asText();
    String target =
        call(
                "",
                "Target.createTarget",
                JSON.createObjectNode().put("url", "about:blank").put("browserContextId", context))
            .path("targetId")
            .asText();
    String session =
        call(
                "",
                "Target.attachToTarget",
                JSON.createObjectNode().put("targetId", target).put("flatten", true))
            .path("sessionId")
            .asText();
    return new Tab(this, session);
  }

  JsonNode call(String session, String method, ObjectNode parameters) throws Exception {
    int number = numbers.incrementAndGet();
    ObjectNode message = JSON.createObjectNode().put("id", number).put("method", method);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    message.set("params", parameters);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(number, answer);
    synchronized (this) {
      socket.sendText(message.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    JsonNode answered = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(answered.path("error").isMissingNode()).as("%s: %s", method, answered).isTrue();
    return answered.path("result");
  }

  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          JsonNode message = JSON.readTree(text.toString());
          CompletableFuture<JsonNode> answer = open.remove(message.path("id").asInt());
          if (answer != null) {
            answer.complete(message);
          }
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.destroy();
    try {
      process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
