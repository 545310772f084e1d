package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.Projects;
import dev.headgate.console.Clients;
import dev.headgate.console.Engines;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Locale;

/// The routes of the API that are about the pipeline itself: its log, its governor, the locality of
/// hot ids, and who uses it.
final class PipelineRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Engines engines;
  private final Projects projects;
  private final Clients clients;
  private final Access access;
  private final LocalityRoutes locality;
  private final GovernorRoutes governor;

  PipelineRoutes(
      Engines engines, Projects projects, Clients clients, Access access, GovernorRoutes governor) {
    this.engines = engines;
    this.projects = projects;
    this.clients = clients;
    this.access = access;
    this.locality = new LocalityRoutes(engines);
    this.governor = governor;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/log/barrier", answers.document(this::barrier))
        .get("/log/lag", answers.document(this::lag))
        .get("/log/partitions", answers.document(this::partitions))
        .get("/governor", answers.document(this::governor))
        .get("/locality", answers.document(this::locality))
        .post("/locality", answers.document(this::changeLocality))
        .post("/engines/warm", answers.document(this::warm))
        .put("/clients/{client}", answers.document(this::heard))
        .delete("/clients/{client}", answers.document(this::ended));
  }

  private JsonNode barrier(ServerRequest request, Access.Caller caller) throws Refusal, LogFault {
    return JSON.createObjectNode().put("barrier", Barrier.of(engines.end(lane(request))));
  }

  private JsonNode lag(ServerRequest request, Access.Caller caller) throws Refusal {
    String barrier = request.query().first("barrier").orElse("");
    Lane lane = lane(request);
    ObjectNode answer = JSON.createObjectNode();
    answer.put("lag", engines.eventsIn(lane, Barrier.lag(lane, barrier, engines.committed())));
    engines.trouble().ifPresent(trouble -> answer.put("trouble", trouble));
    return answer;
  }

  /// The query's parameter `lane`: `historical` if it is not there.
  private static Lane lane(ServerRequest request) throws Refusal {
    String name = request.query().first("lane").orElse("historical");
    for (Lane lane : Lane.values()) {
      if (lane.name().toLowerCase(Locale.ROOT).equals(name)) {
        return lane;
      }
    }
    throw new Refusal(400, 2, "lane is " + name, "it is live, historical, load_test or diverted");
  }

  private JsonNode partitions(ServerRequest request, Access.Caller caller) throws Refusal {
    access.teamOnly(caller, "the load of the log's partitions");
    return locality.partitions();
  }

  private JsonNode governor(ServerRequest request, Access.Caller caller) throws Refusal {
    access.teamOnly(caller, "what the governor of imports does");
    return governor.trace();
  }

  private JsonNode locality(ServerRequest request, Access.Caller caller) {
    return locality.list(projects.list().stream().filter(caller::sees).toList());
  }

  private JsonNode changeLocality(ServerRequest request, Access.Caller caller)
      throws Refusal, IOException {
    access.teamOnly(caller, "spreading an id");
    JsonNode body = Answers.body(request);
    return locality.change(access.project(caller, body.path("project").asText()), body);
  }

  private JsonNode warm(ServerRequest request, Access.Caller caller) {
    engines.warm();
    return JSON.createObjectNode().put("ready", engines.ready());
  }

  private JsonNode heard(ServerRequest request, Access.Caller caller) {
    clients.heard(Answers.parameter(request, "client"));
    return JSON.createObjectNode();
  }

  private JsonNode ended(ServerRequest request, Access.Caller caller) {
    clients.ended(Answers.parameter(request, "client"));
    return JSON.createObjectNode();
  }
}
