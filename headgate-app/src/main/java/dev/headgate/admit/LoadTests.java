package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.util.List;
import java.util.Optional;

/// The load tests of a pipeline, with their grants and audit. Each call is one transaction.
public interface LoadTests {

  Optional<LoadTestRecord> find(int number) throws ControlFault;

  /// By number.
  List<LoadTestRecord> list() throws ControlFault;

  /// Asks for the green light. The same plan of the same project that waits for it, or has it and
  /// was not started, is that one.
  LoadTestRecord submit(ProjectId project, JsonBytes plan, List<Finding> findings, Actor by)
      throws ControlFault;

  /// Decides about a wish and, where it is accepted, carries it out with its audit and grant.
  Outcome<LoadTestRecord> execute(int number, LoadTestLifecycle.Wish wish, Actor by)
      throws ControlFault;

  /// The token of a load test that has its green light.
  Optional<LoadTestToken> token(int number) throws ControlFault;

  /// Keeps what its sender reports at the end. Opaque here.
  void putResult(int number, JsonBytes result) throws ControlFault;
}
