package dev.headgate.source.http;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.SourceFault;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One request and its answer, redirects followed. Over `HttpURLConnection`, because it gives up on
/// a server that falls silent in the middle of an answer; the newer client has no such limit.
final class HttpExchange {
  private static final int MOST_REDIRECTS = 5;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+)");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");

  private final AddressPolicy policy;
  private final int stallMillis;

  HttpExchange(AddressPolicy policy, Duration stall) {
    this.policy = policy;
    this.stallMillis = Math.toIntExact(stall.toMillis());
  }

  /// What a server said of an object.
  ///
  /// @param size -1 if it did not say
  /// @param validator an ETag that stands for these very bytes, or else the time of the last
  ///   change; may be empty
  /// @param modifiedMillis 0 if it did not say
  record Seen(long size, String validator, long modifiedMillis) {}

  /// Asks for an object, or a range of it.
  ///
  /// @param range such as `bytes=0-99`; empty for all
  /// @param onlyIf the validator that the range must still be of; empty if none is known
  Answer get(URI address, String range, String onlyIf) throws IOException {
    URI at = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Answer answer = ask(at, range, onlyIf);
      Optional<String> location = answer.location();
      if (location.isEmpty()) {
        return answer;
      }
      answer.close();
      at = next(at, location.get());
    }
    throw refused(address, "it is redirected more than " + MOST_REDIRECTS + " times");
  }

  private static URI next(URI from, String location) throws MediumFault {
    try {
      URI to = from.resolve(location);
      boolean web =
          "http".equalsIgnoreCase(to.getScheme()) || "https".equalsIgnoreCase(to.getScheme());
      boolean downgraded =
          "https".equalsIgnoreCase(from.getScheme()) && "http".equalsIgnoreCase(to.getScheme());
      if (!web || downgraded || to.getHost() == null) {
        throw refused(from, "it is redirected to where nothing is fetched from: " + to.getScheme());
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw refused(from, "it is redirected to what is no address");
    }
  }

  private static MediumFault refused(URI address, String what) {
    return new MediumFault(
        new SourceFault(
            SourceFault.Kind.WRONG_INPUT,
            what,
            HttpObject.nameOf(address),
            "find out where the file lies and name that address"));
  }

  private Answer ask(URI address, String range, String onlyIf) throws IOException {
    try {
      policy.check(address);
    } catch (SourceFault e) {
      throw new MediumFault(e);
    }
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(stallMillis);
    connection.setReadTimeout(stallMillis);
    connection.setRequestProperty("Accept-Encoding", "identity");
    connection.setRequestProperty("User-Agent", "headgate");
    if (!range.isEmpty()) {
      connection.setRequestProperty("Range", range);
      if (!onlyIf.isEmpty()) {
        connection.setRequestProperty("If-Range", onlyIf);
      }
    }
    try {
      return new Answer(connection, connection.getResponseCode());
    } catch (IOException | RuntimeException e) {
      connection.disconnect();
      throw e;
    }
  }

  static String described(IOException e) {
    return switch (e) {
      case UnknownHostException _ -> "no such host: " + e.getMessage();
      case SocketTimeoutException _ -> "no answer in time";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// An answer whose content was not read yet. Closing it ends the connection.
  static final class Answer implements AutoCloseable {
    private final HttpURLConnection connection;
    private final int status;

    Answer(HttpURLConnection connection, int status) {
      this.connection = connection;
      this.status = status;
    }

    int status() {
      return status;
    }

    Optional<String> location() {
      boolean redirects =
          status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
      return redirects
          ? Optional.ofNullable(connection.getHeaderField("Location"))
          : Optional.empty();
    }

    /// Where the content begins in the object, if the answer says so.
    long rangeStart() {
      Matcher range = contentRange();
      return range.matches() && range.group(1) != null ? Long.parseLong(range.group(1)) : -1;
    }

    boolean saysWholeSize() {
      return contentRange().matches();
    }

    private Matcher contentRange() {
      String header = connection.getHeaderField("Content-Range");
      return CONTENT_RANGE.matcher(header == null ? "" : header.strip());
    }

    Seen seen() {
      Matcher range = contentRange();
      long size =
          range.matches() ? Long.parseLong(range.group(2)) : connection.getContentLengthLong();
      String tag = connection.getHeaderField("ETag");
      String changed = connection.getHeaderField("Last-Modified");
      boolean strong = tag != null && !tag.startsWith("W/");
      String validator = strong ? tag : changed == null ? "" : changed;
      return new Seen(size, validator == null ? "" : validator, connection.getLastModified());
    }

    InputStream content() throws IOException {
      return new FilterInputStream(connection.getInputStream()) {
        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
          return in.read(buffer, from, length);
        }

        // Without reading the rest of it, as closing the stream alone would.
        @Override
        public void close() {
          connection.disconnect();
        }
      };
    }

    /// What is thrown where the answer is none that was asked for.
    IOException failure() {
      String what = "the server answers HTTP " + status;
      String after = connection.getHeaderField("Retry-After");
      return after != null && SECONDS.matcher(after.strip()).matches()
          ? new Patience.AskedToWait(what, Duration.ofSeconds(Long.parseLong(after.strip())))
          : new IOException(what);
    }

    @Override
    public void close() {
      connection.disconnect();
    }
  }
}
