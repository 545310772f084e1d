package dev.headgate.console.http;

/// Lets the answer of a request take as long as it wants; kept in the request's context by who
/// limits the time of others. Said of requests whose key is known, for exports take hours.
@FunctionalInterface
public interface Unhurried {
  void allow();
}
