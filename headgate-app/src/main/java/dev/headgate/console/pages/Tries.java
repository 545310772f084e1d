package dev.headgate.console.pages;

import java.util.HashSet;
import java.util.Set;

/// Which sessions have a simulation running: one each at most. Safe for threads.
final class Tries {
  private final Set<String> running = new HashSet<>();

  /// False while another one of the session runs.
  synchronized boolean begin(Session session) {
    return running.add(session.formToken());
  }

  synchronized void end(Session session) {
    running.remove(session.formToken());
  }
}
