package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Eyes;
import dev.headgate.admit.Requests;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A pipeline on a new folder, and browsers that visit its console, over HTTP.
final class ConsoleUnderTest implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern FORM_TOKEN =
      Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
  private static final Pattern SEEN = Pattern.compile("name=\"seen\" value=\"(\\d+)\"");

  private final EmbeddedPipeline pipeline;
  private final HttpClient client = HttpClient.newHttpClient();
  private int imports;

  private ConsoleUnderTest(EmbeddedPipeline pipeline) {
    this.pipeline = pipeline;
  }

  static ConsoleUnderTest start(Path folder) throws Exception {
    return start(folder, Eyes.TWO);
  }

  static ConsoleUnderTest start(Path folder, Eyes eyes) throws Exception {
    DataDirectory.Held held = (DataDirectory.Held) DataDirectory.at(folder).take();
    return new ConsoleUnderTest(
        EmbeddedPipeline.start(
            held,
            PipelineOptions.standard().lookedAtBy(eyes),
            HaltPoints.of(Optional.empty(), folder)));
  }

  String customerKey() {
    return pipeline.keys().customerKey();
  }

  String teamKey() {
    return pipeline.keys().pipelineKey();
  }

  /// The key of another project's customer.
  String otherKey() throws Exception {
    return api("POST", "/projects", teamKey(), JSON.createObjectNode().put("name", "other"))
        .path("customer_key")
        .asText();
  }

  /// The key of a new member of the team.
  String memberKey(String name) throws Exception {
    return api("POST", "/team", teamKey(), JSON.createObjectNode().put("name", name))
        .path("key")
        .asText();
  }

  void removeMember(String name) throws Exception {
    api("DELETE", "/team/" + name, teamKey(), JSON.createObjectNode());
  }

  JsonNode api(String method, String path, String key, ObjectNode body) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(pipeline.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + key)
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  static ObjectNode because(String reason) {
    return JSON.createObjectNode().put("reason", reason);
  }

  /// A request of the project default that nothing stands against; its number.
  int submitted() throws Exception {
    return submitted(new Requests.Found());
  }

  int submitted(Requests.Found found) throws Exception {
    imports++;
    ObjectNode body =
        JSON.createObjectNode()
            .put("project", "default")
            .put("mapping_digest", "m")
            .put("format", "posthog");
    body.putArray("content_digests").add("digest " + imports);
    body.putArray("sources").add("export " + imports + ".jsonl");
    body.putArray("files");
    body.set(
        "assessment", JSON.readTree(new AssessmentJson().write(found.assessment()).toString()));
    return api("POST", "/imports", customerKey(), body).path("import").asInt();
  }

  String state(int number) throws Exception {
    return get("/imports/" + number).path("state").asText();
  }

  JsonNode get(String path) throws Exception {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(pipeline.url() + "/api/v1" + path))
                .header("Authorization", "Bearer " + teamKey())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  void act(int number, String step) throws Exception {
    api("POST", "/imports/" + number + "/" + step, teamKey(), because("a test"));
  }

  /// A browser in which nobody has logged in.
  Browser browser() {
    return new Browser();
  }

  Browser login(String name, String key) throws Exception {
    Browser browser = new Browser();
    HttpResponse<String> answer = browser.post("/console/login", Map.of("name", name, "key", key));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return browser;
  }

  /// Keeps its cookie, and the last page's hidden fields.
  final class Browser {
    private Optional<String> cookie = Optional.empty();
    private String formToken = "";
    private String seen = "";

    HttpResponse<String> get(String path) throws Exception {
      HttpResponse<String> answer = send(request(path).GET());
      note(answer.body());
      return answer;
    }

    /// Another browser with the same cookie.
    Browser copy() {
      Browser copy = new Browser();
      copy.cookie = cookie;
      return copy;
    }

    private void note(String page) {
      Matcher token = FORM_TOKEN.matcher(page);
      formToken = token.find() ? token.group(1) : formToken;
      Matcher mark = SEEN.matcher(page);
      seen = mark.find() ? mark.group(1) : seen;
    }

    /// Sends a form of the page that was got last.
    HttpResponse<String> send(int number, String step, String... fields) throws Exception {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("form_token", formToken);
      all.put("seen", seen);
      for (int i = 0; i < fields.length; i += 2) {
        all.put(fields[i], fields[i + 1]);
      }
      HttpResponse<String> answer = post("/console/imports/" + number + "/" + step, all);
      note(answer.body());
      return answer;
    }

    HttpResponse<String> post(String path, Map<String, String> fields, String... headers)
        throws Exception {
      HttpRequest.Builder request = request(path);
      for (int i = 0; i < headers.length; i += 2) {
        request.header(headers[i], headers[i + 1]);
      }
      String body =
          fields.entrySet().stream()
              .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
              .collect(Collectors.joining("&"));
      return post(request, "application/x-www-form-urlencoded", body);
    }

    HttpResponse<String> post(String path, String type, String body) throws Exception {
      return post(request(path), type, body);
    }

    private HttpResponse<String> post(HttpRequest.Builder request, String type, String body)
        throws Exception {
      return send(
          request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(pipeline.url() + path));
      cookie.ifPresent(value -> request.header("Cookie", value));
      return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answer
          .headers()
          .firstValue("Set-Cookie")
          .ifPresent(set -> cookie = Optional.of(set.substring(0, set.indexOf(';'))));
      return answer;
    }

    Map<String, String> hidden() {
      return new HashMap<>(Map.of("form_token", formToken, "seen", seen));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static List<String> words(String text) {
    return Arrays.asList(text.split("; ", -1));
  }

  @Override
  public void close() {
    client.close();
    pipeline.close();
  }
}
