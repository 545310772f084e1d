package dev.headgate.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.headgate.admit.Requests;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.standalone.DataDirectory;
import dev.headgate.standalone.EmbeddedPipeline;
import dev.headgate.standalone.HaltPoints;
import dev.headgate.standalone.PipelineOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every route of the API, asked by everybody, of an import in every state.
class ApiAccessIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOBODYS_UUID = "00000000-0000-4000-8000-000000000000";

  /// What each route answers to nobody, the customer, another project's customer, the team and a
  /// member of it. Of an import or load test (the customer's) that is so in the states behind it;
  /// where it is in another one, those who may are answered 409.
  private static final String TABLE =
"""
DELETE /clients/{client}                            | 401 200 200 200 200
DELETE /team/{member}                               | 401 403 403 404 403
GET    /audit                                       | 401 403 403 200 200
GET    /audit/evidence                              | 401 403 403 200 200
GET    /audit/evidence/{digest}                     | 401 403 403 404 404
GET    /audit/export                                | 401 403 403 200 200
GET    /audit/head                                  | 401 403 403 200 200
GET    /calendar                                    | 401 403 403 200 200
GET    /calendar/slots                              | 401 200 200 200 200
GET    /floods                                      | 401 403 403 200 200
GET    /floods/{flood}/audit                        | 401 403 403 404 404
GET    /governor                                    | 401 403 403 200 200
GET    /imports                                     | 401 200 200 200 200
GET    /imports/{import}                            | 401 200 404 200 200 | any
GET    /imports/{import}/audit                      | 401 200 404 200 200 | any
GET    /imports/{import}/checkpoint                 | 401 200 404 200 200 | any
GET    /imports/{import}/grant                      | 401 200 404 200 200 | green_lit running paused completed verified incomplete
GET    /imports/{import}/merges                     | 401 200 404 200 200 | any
GET    /imports/{import}/notice                     | 401 200 404 200 200 | green_lit running paused completed verified incomplete
GET    /imports/{import}/observed/{what}            | 401 200 404 200 200 | any
GET    /load-tests                                  | 401 200 200 200 200
GET    /load-tests/{load_test}                      | 401 200 404 200 200 | any
GET    /load-tests/{load_test}/audit                | 401 200 404 200 200 | any
GET    /load-tests/{load_test}/stored               | 401 200 404 200 200 | any
GET    /locality                                    | 401 200 200 200 200
GET    /log/barrier                                 | 401 200 200 200 200
GET    /log/lag                                     | 401 200 200 200 200
GET    /log/partitions                              | 401 403 403 200 200
GET    /projects                                    | 401 200 200 200 200
GET    /projects/{project}/apps                     | 401 200 404 200 200
GET    /projects/{project}/explain/event/{uuid}     | 401 404 404 404 404
GET    /projects/{project}/explain/person           | 401 404 404 404 404
GET    /projects/{project}/export/events            | 401 200 404 200 200
GET    /projects/{project}/export/persons           | 401 200 404 200 200
GET    /projects/{project}/persons                  | 401 200 404 200 200
GET    /projects/{project}/persons/{person}         | 401 404 404 404 404
GET    /projects/{project}/persons/{person}/explain | 401 404 404 404 404
GET    /projects/{project}/warnings                 | 401 200 404 200 200
GET    /rules/past                                  | 401 403 403 200 200
GET    /team                                        | 401 403 403 200 200
GET    /tell                                        | 401 403 403 200 200
POST   /audit/head                                  | 401 403 403 409 409
POST   /engines/warm                                | 401 200 200 200 200
POST   /floods/{flood}/decision                     | 401 403 403 404 404
POST   /imports                                     | 401 200 404 200 200
POST   /imports/find                                | 401 200 404 200 200
POST   /imports/{import}/acknowledge                | 401 200 404 200 200 | green_lit running paused
POST   /imports/{import}/amend                      | 401 403 403 200 200 | green_lit running paused
POST   /imports/{import}/cancel                     | 401 200 404 200 200 | draft submitted changes_requested green_lit running paused
POST   /imports/{import}/complete                   | 401 200 404 200 200 | running
POST   /imports/{import}/decline                    | 401 403 403 200 200 | submitted
POST   /imports/{import}/green-light                | 401 403 403 200 200 | submitted
POST   /imports/{import}/pause                      | 401 200 404 200 200 | running paused
POST   /imports/{import}/request-changes            | 401 403 403 200 200 | submitted declined
POST   /imports/{import}/resume                     | 401 409 404 200 200 | paused
POST   /imports/{import}/revoke                     | 401 403 403 200 200 | green_lit running paused
POST   /imports/{import}/run                        | 401 200 404 200 200 | green_lit running
POST   /load-tests                                  | 401 200 404 200 200
POST   /load-tests/{load_test}/cancel               | 401 200 404 200 200 | submitted green_lit
POST   /load-tests/{load_test}/complete             | 401 200 404 200 200 | running
POST   /load-tests/{load_test}/decline              | 401 409 404 200 200 | submitted
POST   /load-tests/{load_test}/green-light          | 401 403 403 200 200 | submitted
POST   /load-tests/{load_test}/remove               | 401 200 404 200 200 | completed stopped
POST   /load-tests/{load_test}/start                | 401 200 404 200 200 | green_lit
POST   /load-tests/{load_test}/stop                 | 401 200 404 200 200 | running
POST   /locality                                    | 401 403 403 200 200
POST   /projects                                    | 401 403 403 200 200
POST   /team                                        | 401 403 403 200 403
POST   /tell/{target}/replay                        | 401 403 403 404 404
POST   /tell/{target}/test                          | 401 403 403 404 404
PUT    /calendar                                    | 401 403 403 200 200
PUT    /clients/{client}                            | 401 200 200 200 200
PUT    /imports/{import}/answers                    | 401 200 404 200 200 | draft submitted changes_requested declined cancelled
PUT    /imports/{import}/checkpoint                 | 401 200 404 200 200 | running paused completed verified incomplete
PUT    /imports/{import}/verification               | 401 200 404 200 200 | completed verified incomplete
PUT    /load-tests/{load_test}/progress             | 401 200 404 200 200 | any
PUT    /load-tests/{load_test}/result               | 401 200 404 200 200 | any
PUT    /projects/{project}/apps                     | 401 403 403 200 200
PUT    /tell                                        | 401 403 403 200 200
""";

  /// What the table does not say: a pause of the team is lifted by the team, also by running.
  private static final List<String> BESIDES =
      List.of(
          "POST /imports/{import}/run by TEAM in paused: 200",
          "POST /imports/{import}/run by MEMBER in paused: 200");

  /// What leads to a state, as the team; a draft is what is left of a request that was refused.
  /// Nobody can wait here until an import expires.
  private static final Map<String, List<String>> IMPORTS =
      Map.ofEntries(
          Map.entry("draft", List.of()),
          Map.entry("submitted", List.of()),
          Map.entry("changes_requested", List.of("request-changes")),
          Map.entry("green_lit", List.of("green-light")),
          Map.entry("running", List.of("green-light", "acknowledge", "run")),
          Map.entry("paused", List.of("green-light", "acknowledge", "run", "pause")),
          Map.entry("completed", List.of("green-light", "acknowledge", "run", "complete")),
          Map.entry(
              "verified", List.of("green-light", "acknowledge", "run", "complete", "verification")),
          Map.entry(
              "incomplete",
              List.of("green-light", "acknowledge", "run", "complete", "verification")),
          Map.entry("declined", List.of("decline")),
          Map.entry("cancelled", List.of("cancel")));

  private static final Map<String, List<String>> LOAD_TESTS =
      Map.of(
          "submitted", List.of(),
          "green_lit", List.of("green-light"),
          "running", List.of("green-light", "start"),
          "completed", List.of("green-light", "start", "complete"),
          "stopped", List.of("green-light", "start", "stop"),
          "removed", List.of("green-light", "start", "complete", "remove"),
          "declined", List.of("decline"),
          "cancelled", List.of("cancel"));

  /// Who asks, in the order of the table.
  private enum Who {
    NOBODY,
    CUSTOMER,
    OTHER,
    TEAM,
    MEMBER
  }

  /// A row of the table.
  ///
  /// @param route `GET /imports/{import}`
  /// @param states of its import or load test; empty where it has none
  private record Row(String route, List<Integer> answers, List<String> states) {
    static Row of(String line) {
      String[] parts = line.split("[|]", -1);
      String states = parts.length < 3 ? "" : parts[2].strip();
      return new Row(
          parts[0].strip().replaceFirst(" +", " "),
          Arrays.stream(parts[1].strip().split(" +")).map(Integer::valueOf).toList(),
          states.isEmpty() ? List.of() : List.of(states.split(" +")));
    }

    String method() {
      return route.substring(0, route.indexOf(' '));
    }

    String path() {
      return route.substring(route.indexOf(' ') + 1);
    }

    /// What leads to the states that its subject can be in.
    Map<String, List<String>> ways() {
      return route.contains("{import}")
          ? IMPORTS
          : route.contains("{load_test}") ? LOAD_TESTS : Map.of("", List.of());
    }

    int expected(Who who, String state) {
      int answer = answers.get(List.of(Who.values()).indexOf(who));
      boolean here = states.isEmpty() || states.contains("any") || states.contains(state);
      return here || answer != 200 ? answer : 409;
    }
  }

  @TempDir static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static EmbeddedPipeline pipeline;
  private static Map<Who, String> keys;
  private static int made;

  @BeforeAll
  static void start() throws Exception {
    Path data = folder.resolve("data");
    pipeline =
        EmbeddedPipeline.start(
            (DataDirectory.Held) DataDirectory.at(data).take(),
            PipelineOptions.standard(),
            HaltPoints.of(Optional.empty(), data));
    pipeline.startEngines();
    keys = new EnumMap<>(Who.class);
    keys.put(Who.NOBODY, "");
    keys.put(Who.CUSTOMER, pipeline.keys().customerKey());
    keys.put(Who.TEAM, pipeline.keys().pipelineKey());
    ObjectNode name = JSON.createObjectNode().put("name", "other");
    keys.put(
        Who.OTHER,
        JSON.readTree(ask(Who.TEAM, "POST", "/projects", name.toString()).body())
            .path("customer_key")
            .asText());
    keys.put(
        Who.MEMBER,
        JSON.readTree(ask(Who.TEAM, "POST", "/team", "{\"name\":\"Grace\"}").body())
            .path("key")
            .asText());
  }

  @AfterAll
  static void stop() {
    pipeline.close();
    HTTP.close();
  }

  private static HttpResponse<String> ask(Who who, String method, String path, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(pipeline.url() + "/api/v1" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (who != Who.NOBODY) {
      request.header("Authorization", "Bearer " + keys.get(who));
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static ObjectNode submission(boolean truncated) throws Exception {
    made++;
    Requests.Found found = new Requests.Found();
    ObjectNode body =
        JSON.createObjectNode()
            .put("project", "default")
            .put("mapping_digest", "m")
            .put("accept_truncated", truncated)
            .put("format", "posthog");
    body.putArray("content_digests").add("digest " + made);
    body.putArray("sources").add("export " + made + ".jsonl");
    body.putArray("files");
    body.set(
        "assessment",
        JSON.readTree(
            new AssessmentJson()
                .write((truncated ? found.truncated("at 7") : found).assessment())
                .toString()));
    return body;
  }

  /// What a way leads to: an import or a load test of the customer's in this state; its number.
  private static int in(String state, Row row) throws Exception {
    if (row.ways().containsKey("")) {
      return 0;
    }
    boolean ofAnImport = row.route.contains("{import}");
    String list = ofAnImport ? "/imports" : "/load-tests";
    ObjectNode body = ofAnImport ? submission(state.equals("incomplete")) : loadTest();
    if (state.equals("draft")) {
      body.putArray("apps").add("no such app");
    }
    String answer = ask(Who.CUSTOMER, "POST", list, body.toString()).body();
    if (state.equals("draft")) {
      JsonNode all = JSON.readTree(ask(Who.TEAM, "GET", list, "").body()).path("imports");
      answer = all.path(all.size() - 1).toString();
    }
    int number = JSON.readTree(answer).path(ofAnImport ? "import" : "load_test").asInt();
    for (String step : row.ways().getOrDefault(state, List.of())) {
      String method = step.equals("verification") ? "PUT" : "POST";
      HttpResponse<String> done =
          ask(Who.TEAM, method, list + "/" + number + "/" + step, body(method, step));
      assertThat(done.statusCode()).as("%s: %s %s", state, step, done.body()).isEqualTo(200);
    }
    return number;
  }

  private static ObjectNode loadTest() throws Exception {
    ObjectNode body = JSON.createObjectNode().put("project", "default");
    body.set(
        "plan",
        new YAMLMapper()
            .readTree(
                """
                name: short %d
                contact: anna@example.com
                reason: a test
                executor: constant-arrival-rate
                rate: 20
                duration: 10s
                maxVUs: 10
                """
                    .formatted(made++)));
    return body;
  }

  /// What a route is asked with.
  private static String body(String method, String last) throws Exception {
    if (method.equals("GET") || method.equals("DELETE")) {
      return "";
    }
    ObjectNode reason = JSON.createObjectNode().put("reason", "a test");
    return switch (last) {
      case "amend" -> reason.put("peak_per_second", 10).toString();
      case "verification" -> "{\"verified\":true}";
      case "answers" -> "{\"contact\":\"Ada\"}";
      case "checkpoint" ->
          """
          {"checkpoint":{"content":"x","turn":0,"offset":0,"line":0,"records":0,"events":0,
           "no_event":0,"manifest_bytes":0,"reject_bytes":0,"rejected_by_reason":{}}}
          """;
      case "imports" -> submission(false).toString();
      case "load-tests" -> loadTest().toString();
      case "calendar" -> "teams: [{name: we, zone: UTC, hours: {monday-friday: 09:00-17:00}}]\n";
      case "apps" -> "apps: []\n";
      case "tell" -> "targets: []\n";
      case "decision" -> "{\"decision\":\"end\",\"reason\":\"a test\"}";
      case "locality" -> "{\"project\":\"default\",\"distinct_id\":\"u\",\"partitions\":2}";
      case "team" -> "{\"name\":\"Linus " + made++ + "\"}";
      case "projects" -> "{\"name\":\"another " + made++ + "\"}";
      default -> reason.put("project", "default").toString();
    };
  }

  private static HttpResponse<String> ask(Row row, Who who, int number) throws Exception {
    String path =
        row.path()
            .replace("{import}", Integer.toString(number))
            .replace("{load_test}", Integer.toString(number))
            .replace("{project}", "default")
            .replace("{person}", NOBODYS_UUID)
            .replace("{uuid}", NOBODYS_UUID)
            .replace("{digest}", "0".repeat(64))
            .replace("{client}", "client")
            .replace("{what}", "groups")
            .replace("{target}", "nobody")
            .replace("{member}", "nobody")
            .replace("{flood}", "9");
    String last = path.substring(path.lastIndexOf('/') + 1);
    String query =
        switch (last) {
          case "slots" -> "?duration=PT1H&peak=10";
          case "person" -> "?distinct_id=nobody";
          default -> "";
        };
    return ask(who, row.method(), path + query, body(row.method(), last));
  }

  private static Set<String> described() throws Exception {
    TreeSet<String> routes = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path :
        new YAMLMapper().readTree(OpenApiRoute.document()).path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (!method.getKey().equals("parameters")) {
          routes.add(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    return routes;
  }

  @Test
  void everyRouteAnswersEverybodyInEveryStateAsTheTableSays() throws Exception {
    List<Row> rows = TABLE.lines().map(Row::of).toList();
    assertThat(rows.stream().map(Row::route))
        .as("a new route gets a row above")
        .containsExactlyElementsOf(described());
    List<String> others = new ArrayList<>();
    int asked = 0;
    for (Row row : rows) {
      for (String state : new TreeSet<>(row.ways().keySet())) {
        for (Who who : Who.values()) {
          int number = in(state, row);
          HttpResponse<String> answer = ask(row, who, number);
          asked++;
          if (answer.statusCode() != row.expected(who, state)) {
            others.add(
                "%s by %s%s: %d"
                    .formatted(
                        row.route,
                        who,
                        state.isEmpty() ? "" : " in " + state,
                        answer.statusCode()));
          }
          if (row.route.contains("{load_test}")) {
            // One runs at a time.
            ask(Who.TEAM, "POST", "/load-tests/" + number + "/stop", "{\"reason\":\"a test\"}");
          }
        }
      }
    }
    System.out.println("ApiAccessIT: " + asked + " requests");
    assertThat(others).containsExactlyElementsOf(BESIDES);
  }
}
