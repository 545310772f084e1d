package dev.headgate.loadtest;

/// Where the requests of a load test go. For many threads at once.
public interface Target extends AutoCloseable {
  /// Opens so many connections before the load test begins.
  void connect(int connections) throws InterruptedException;

  /// Sends a request and waits for its answer. Interrupted, it gives up and says so.
  Answer send(LoadRequest request);

  @Override
  void close();
}
