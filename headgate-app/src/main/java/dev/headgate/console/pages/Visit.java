package dev.headgate.console.pages;

import dev.headgate.event.Peer;
import java.util.Map;
import java.util.Optional;

/// What a browser asks of the console.
///
/// @param importNumber as it stands in the path; empty where none does
/// @param query of the address, by name
/// @param sessionId what its cookie says
/// @param peer whence it comes
/// @param sameOrigin whether a page of the console asks, as far as the browser says
record Visit(
    ConsoleRoute route,
    String importNumber,
    Map<String, String> query,
    Form form,
    Optional<String> sessionId,
    Peer peer,
    boolean sameOrigin) {
  Visit {
    query = Map.copyOf(query);
  }

  String query(String name) {
    return query.getOrDefault(name, "");
  }
}
