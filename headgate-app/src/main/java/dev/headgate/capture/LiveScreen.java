package dev.headgate.capture;

/// Looks at live requests whose events are accepted, before they are appended, and may send them to
/// another lane or refuse them. It sees none that has a grant of any kind: their lane is another.
/// Asked by many threads at once.
@FunctionalInterface
public interface LiveScreen {
  /// Lets everything pass as it is.
  LiveScreen NONE = (accepted, _) -> accepted;

  /// What becomes of a request.
  ///
  /// @param accepted of the live lane, with at least one event
  Verdict screen(Verdict.Accepted accepted, Sender sender);
}
