package dev.headgate.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Bytes from elsewhere that come whole although the connection breaks: where it does, the rest is
/// asked for from the first byte that is missing.
public final class ResumingStream extends InputStream {
  private final Opener opener;
  private final Patience patience;
  private final String name;
  private final long to;
  private @Nullable InputStream in;
  private long at;
  private int failures;
  private boolean closed;

  /// Opens the bytes anew.
  @FunctionalInterface
  public interface Opener {
    /// The bytes from `at` on.
    ///
    /// @throws IOException if it may help to try again
    /// @throws Part.MediumFault if not
    InputStream open(long at) throws IOException;
  }

  /// @param name as people see it
  /// @param to where it ends, exclusive: what ends before has broken off
  public ResumingStream(String name, long from, long to, Opener opener, Patience patience) {
    this.name = name;
    this.at = from;
    this.to = to;
    this.opener = opener;
    this.patience = patience;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at < to) {
      try {
        int count = opened().read(buffer, from, (int) Math.min(length, to - at));
        if (count < 0) {
          throw new EOFException("the answer ends after byte " + at + " of " + to);
        }
        at += count;
        failures = 0;
        return count;
      } catch (Part.MediumFault e) {
        throw e;
      } catch (IOException e) {
        dropConnection();
        if (closed || failures == patience.waits().size()) {
          throw givenUp(e);
        }
        patience.waitAfter(failures++, e);
      }
    }
    return -1;
  }

  private InputStream opened() throws IOException {
    InputStream current = in;
    if (current == null) {
      current = opener.open(at);
      in = current;
    }
    return current;
  }

  private void dropConnection() {
    InputStream broken = in;
    in = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (IOException e) {
        // It is broken already, and that was reported.
      }
    }
  }

  private Part.MediumFault givenUp(IOException cause) {
    SourceFault told =
        new SourceFault(
            SourceFault.Kind.UNREADABLE,
            "reading broke off at byte %d of %d, and did not come back after %d tries: %s"
                .formatted(at, to, patience.waits().size() + 1, cause.getMessage()),
            name,
            "see that it can be reached and read, then run the same command again: it goes on where"
                + " it stopped");
    told.initCause(cause);
    return new Part.MediumFault(told);
  }

  @Override
  public void close() {
    closed = true;
    dropConnection();
  }
}
