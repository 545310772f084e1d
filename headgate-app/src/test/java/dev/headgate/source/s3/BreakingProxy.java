package dev.headgate.source.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Passes bytes on to a server, and breaks connections as it is told.
final class BreakingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int port;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private long bytesBeforeFault = Long.MAX_VALUE;
  private boolean stalls;

  BreakingProxy(int port) throws IOException {
    this.port = port;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /// Lets one answer end, or fall silent, after so many more bytes.
  synchronized void breakAfter(long bytes, boolean silently) {
    bytesBeforeFault = bytes;
    stalls = silently;
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket near = listening.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
        threads.execute(() -> pass(near, far, false));
        threads.execute(() -> pass(far, near, true));
      } catch (IOException e) {
        // Closed, or the server is away: the client sees no answer.
      }
    }
  }

  private void pass(Socket from, Socket to, boolean answers) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8_192];
      for (int count; (count = in.read(buffer)) >= 0; ) {
        int allowed = answers ? allowed(count) : count;
        out.write(buffer, 0, allowed);
        out.flush();
        if (allowed < count) {
          if (stalls) {
            closing.await();
          }
          return;
        }
      }
    } catch (IOException e) {
      // Either side hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int allowed(int count) {
    if (bytesBeforeFault >= count) {
      bytesBeforeFault -= bytesBeforeFault == Long.MAX_VALUE ? 0 : count;
      return count;
    }
    int allowed = (int) bytesBeforeFault;
    bytesBeforeFault = Long.MAX_VALUE;
    return allowed;
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listening.close();
    threads.shutdownNow();
  }
}
