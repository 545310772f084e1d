package dev.headgate.standalone;

import java.util.Optional;

/// Where a pipeline is reached.
///
/// @param host the address that is listened on: loopback, or another one, which needs TLS
/// @param port 0 for any free one
public record Listener(String host, int port, Optional<TlsFiles> tls) {
  public static final String LOOPBACK = "127.0.0.1";

  /// For this machine only, without TLS.
  public static Listener loopback(int port) {
    return new Listener(LOOPBACK, port, Optional.empty());
  }
}
