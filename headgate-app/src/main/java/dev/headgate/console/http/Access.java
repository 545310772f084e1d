package dev.headgate.console.http;

import dev.headgate.admit.Actor;
import dev.headgate.admit.Project;
import dev.headgate.admit.Projects;
import dev.headgate.console.KnownKeys;
import dev.headgate.event.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/// Who asks, by the key in `Authorization: Bearer KEY`, and from where.
final class Access {
  static final String BEARER = "Bearer ";

  /// Somebody who may ask.
  ///
  /// @param own the customer's project; empty for the pipeline team, which sees all
  record Caller(Actor actor, Optional<Project> own) {
    boolean isTeam() {
      return own.isEmpty();
    }

    boolean sees(Project project) {
      return own.map(mine -> mine.id().equals(project.id())).orElse(true);
    }
  }

  private final Projects projects;
  private final KnownKeys keys;

  Access(Projects projects, KnownKeys keys) {
    this.projects = projects;
    this.keys = keys;
  }

  Caller of(ServerRequest request) throws Refusal {
    Caller caller = known(request);
    request.context().get(Unhurried.class).ifPresent(Unhurried::allow);
    return caller;
  }

  private Caller known(ServerRequest request) throws Refusal {
    String header =
        request
            .headers()
            .first(HeaderNames.AUTHORIZATION)
            .filter(h -> h.startsWith(BEARER))
            .orElse("");
    if (header.isEmpty()) {
      throw new Refusal(401, 2, "no key was given", "send Authorization: Bearer KEY, or --key");
    }
    Peer peer =
        request.context().get(Peer.class).orElseGet(() -> Peer.at(request.remotePeer().host()));
    return keys.holder(header.substring(BEARER.length()).strip())
        .map(holder -> new Caller(actor(holder).at(peer.address()), holder.own()))
        .orElseThrow(() ->
            new Refusal(401, 2, "this key is not known here", "see keys.json of the pipeline"));
  }

  /// A key that several share does not say who holds it.
  private static Actor actor(KnownKeys.Holder holder) {
    return holder.actor(holder.own().map(Project::name).orElse(Actor.OF_THE_TEAM));
  }

  /// The project of this name, if the caller may see it.
  Project project(Caller caller, String name) throws Refusal {
    return projects
        .byName(name)
        .filter(caller::sees)
        .orElseThrow(() ->
            new Refusal(
                404,
                2,
                "there is no project " + name + " for this key",
                "headgate project list names them"));
  }

  /// For those who run the pipeline and have its keys.json: with the team's shared key.
  void sharedKeyOnly(Caller caller, String what) throws Refusal {
    teamOnly(caller, what);
    if (caller.actor().isMember()) {
      throw new Refusal(
          403,
          3,
          what + " is for who runs the pipeline, not for a member of the team",
          "use the pipeline team's key, of keys.json");
    }
  }

  void teamOnly(Caller caller, String what) throws Refusal {
    if (!caller.isTeam()) {
      throw new Refusal(403, 3, what + " is for the pipeline team", "ask them, or use their key");
    }
  }
}
