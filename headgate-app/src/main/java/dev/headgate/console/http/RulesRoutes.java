package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Finding;
import dev.headgate.admit.FindingJson;
import dev.headgate.console.PastRequests;
import dev.headgate.json.MalformedJson;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;

/// The rules of requests, held against those of before. For the pipeline team.
final class RulesRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PastRequests past;
  private final Access access;

  RulesRoutes(PastRequests past, Access access) {
    this.past = past;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules.get("/rules/past", answers.document(this::past));
  }

  private JsonNode past(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, MalformedJson {
    access.teamOnly(caller, "asking rules about past requests");
    ObjectNode answer = JSON.createObjectNode();
    past.leftOut().forEach(answer.putArray("left_out")::add);
    ArrayNode requests = answer.putArray("requests");
    for (PastRequests.Asked asked : past.all()) {
      ObjectNode one =
          requests
              .addObject()
              .put("import", asked.record().number())
              .put("state", asked.record().state().key());
      one.set("added", findings(asked.rehearsal().added()));
      one.set("gone", findings(asked.rehearsal().gone()));
      one.set("changed", findings(asked.rehearsal().changed()));
    }
    return answer;
  }

  private static JsonNode findings(List<Finding> findings) {
    return Documents.tree(FindingJson.write(findings));
  }
}
