package dev.headgate.source.http;

import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.ResumingStream;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An object of the web that is read in ranges, always of the bytes that were found there first.
///
/// @param seen what the server said of it then
record HttpObject(URI address, HttpExchange.Seen seen, HttpExchange exchange, Patience patience)
    implements StoredObject {

  @Override
  public String name() {
    return nameOf(address);
  }

  /// The address without what follows `?`, which may be a secret: a digest of it stands there.
  static String nameOf(URI address) {
    String full = address.toString();
    int end = full.indexOf('#') < 0 ? full.length() : full.indexOf('#');
    int query = full.indexOf('?');
    if (query < 0 || query > end) {
      return full.substring(0, end);
    }
    return full.substring(0, query) + "?" + digest(full.substring(query + 1, end));
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public long size() {
    return seen.size();
  }

  @Override
  public FileFingerprint fingerprint() {
    return fingerprint(address, seen);
  }

  static FileFingerprint fingerprint(URI address, HttpExchange.Seen seen) {
    return new FileFingerprint(
        (seen.validator() + " " + nameOf(address)).strip(), seen.size(), seen.modifiedMillis());
  }

  @Override
  public InputStream open(long from, long to) {
    return new ResumingStream(name(), from, to, at -> range(at, to), patience);
  }

  private InputStream range(long at, long to) throws IOException {
    HttpExchange.Answer answer =
        exchange.get(address, "bytes=" + at + "-" + (to - 1), seen.validator());
    try {
      return switch (answer.status()) {
        case 206 -> {
          requireSame(answer.seen());
          if (answer.rangeStart() != at) {
            throw new IOException("the server answers with another range than asked for");
          }
          yield answer.content();
        }
        // All of it: the range was of bytes that are no longer there, or is not offered any more.
        case 200 -> {
          requireSame(answer.seen());
          InputStream all = answer.content();
          all.skipNBytes(at);
          yield all;
        }
        case 412, 416 -> throw changed("the server has no such range any more");
        default -> throw answer.failure();
      };
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  private void requireSame(HttpExchange.Seen now) throws MediumFault {
    if (now.size() >= 0 && now.size() != seen.size()) {
      throw changed("it had %d bytes, and has %d".formatted(seen.size(), now.size()));
    }
    if (!now.validator().equals(seen.validator())) {
      throw changed("it was %s, and is %s".formatted(seen.validator(), now.validator()));
    }
  }

  private MediumFault changed(String how) {
    return new MediumFault(
        new SourceFault(
            SourceFault.Kind.CHANGED,
            "it changed since it was looked up: " + how,
            name(),
            "run the command again to read it as it is now, or put the old content back"));
  }
}
