package dev.headgate.admit;

import dev.headgate.event.ProjectToken;
import java.util.List;
import java.util.Optional;

/// The projects of a pipeline. Reading answers from memory: the gate asks on every request.
public interface Projects {

  /// Makes the project `default`, or gives it this token and key.
  Project putDefault(ProjectToken token, String customerKey) throws ControlFault;

  /// Adds a project, with a token of its own if none is given. Refused if the name or the token is
  /// taken.
  Outcome<Project> add(String name, Optional<ProjectToken> token) throws ControlFault;

  /// By number.
  List<Project> list();

  Optional<Project> byName(String name);

  Optional<Project> byToken(ProjectToken token);

  Optional<Project> byCustomerKey(String customerKey);
}
