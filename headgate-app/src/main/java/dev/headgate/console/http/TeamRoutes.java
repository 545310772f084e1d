package dev.headgate.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.TeamMember;
import dev.headgate.admit.TeamMembers;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.time.Instant;

/// Who of the pipeline team has a key of their own. Members are added and removed with the key that
/// the team shares: a member could else be two people.
final class TeamRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TeamMembers team;
  private final Access access;

  TeamRoutes(TeamMembers team, Access access) {
    this.team = team;
    this.access = access;
  }

  void routing(HttpRules rules, Answers answers) {
    rules
        .get("/team", answers.document(this::list))
        .post("/team", answers.document(this::add))
        .delete("/team/{member}", answers.document(this::remove));
  }

  /// `{"members":[{"name","added_at","added_by","removed_at"}]}`: `removed_at` is null of those who
  /// are members.
  private JsonNode list(ServerRequest request, Access.Caller caller) throws Refusal {
    access.teamOnly(caller, "the list of the team");
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode members = answer.putArray("members");
    team.list().forEach(member -> members.add(document(member)));
    return answer;
  }

  /// Takes `{"name"}`. The answer has the `key`, which nothing shows again.
  private JsonNode add(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault, IOException {
    access.sharedKeyOnly(caller, "adding a member of the team");
    String name = Answers.body(request).path("name").asText();
    TeamMembers.Added added = ImportRoutes.done(team.add(name, caller.actor()), 2);
    return document(added.member()).put("key", added.key());
  }

  private JsonNode remove(ServerRequest request, Access.Caller caller)
      throws Refusal, ControlFault {
    access.sharedKeyOnly(caller, "removing a member of the team");
    String name = Answers.parameter(request, "member");
    return document(
        team.remove(name, caller.actor())
            .orElseThrow(() ->
                new Refusal(
                    404, 2, "there is no member " + name, "headgate team list names them")));
  }

  private static ObjectNode document(TeamMember member) {
    return JSON.createObjectNode()
        .put("name", member.name())
        .put("added_at", member.addedAt().toString())
        .put("added_by", member.addedBy())
        .put("removed_at", member.removedAt().map(Instant::toString).orElse(null));
  }
}
