package dev.headgate.standalone;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The options of accepted sockets; being asked to set them is how one hears of a new connection.
final class WatchedSockets implements SocketOptions {
  private final SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
  private final Connections connections;

  WatchedSockets(Connections connections) {
    this.connections = connections;
  }

  /// @throws UncheckedIOException if there are too many; the server passes to the next
  @Override
  public void configureSocket(SocketChannel socket) {
    try {
      if (!connections.accept(socket.getRemoteAddress(), socket)) {
        throw new IOException("too many connections");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    options.configureSocket(socket);
  }

  @Override
  public Map<SocketOption<?>, Object> socketOptions() {
    return options.socketOptions();
  }

  @Override
  public Duration connectTimeout() {
    return options.connectTimeout();
  }

  @Override
  public Duration readTimeout() {
    return options.readTimeout();
  }

  @Override
  public Optional<Integer> socketReceiveBufferSize() {
    return options.socketReceiveBufferSize();
  }

  @Override
  public Optional<Integer> socketSendBufferSize() {
    return options.socketSendBufferSize();
  }

  @Override
  public boolean socketReuseAddress() {
    return options.socketReuseAddress();
  }

  @Override
  public boolean socketKeepAlive() {
    return options.socketKeepAlive();
  }

  @Override
  public boolean tcpNoDelay() {
    return options.tcpNoDelay();
  }
}
