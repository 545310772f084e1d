package dev.headgate.store.postgresql;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL database is: `postgresql://user:password@host:port/database?parameters`, as
/// libpq writes it, or the same as JDBC does. Parameters are the driver's; `currentSchema` chooses
/// the schema.
///
/// @param jdbc with the password
/// @param shown host, port, database and schema, for messages
public record PostgresUrl(String jdbc, String shown) {
  private static final String JDBC = "jdbc:";

  /// Reads either form; empty if it is neither.
  public static Optional<PostgresUrl> parse(String text) {
    String plain = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
    URI uri;
    try {
      uri = new URI(plain);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    String scheme = uri.getScheme();
    boolean named = "postgresql".equals(scheme) || "postgres".equals(scheme);
    if (!named || uri.getHost() == null || uri.getPath().length() < 2) {
      return Optional.empty();
    }
    String place = "postgresql://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    String database = uri.getRawPath();
    return Optional.of(
        new PostgresUrl(
            JDBC + place + database + parameters(query, uri.getUserInfo()),
            place + database + schema(query)));
  }

  /// The one parameter that says which persons are meant.
  private static String schema(String query) {
    return Arrays.stream(query.split("&", -1))
        .filter(parameter -> parameter.startsWith("currentSchema="))
        .findFirst()
        .map(parameter -> "?" + parameter)
        .orElse("");
  }

  private static String parameters(String query, @Nullable String who) {
    StringBuilder all = new StringBuilder(query);
    if (who != null) {
      int colon = who.indexOf(':');
      add(all, "user", colon < 0 ? who : who.substring(0, colon));
      if (colon >= 0) {
        add(all, "password", who.substring(colon + 1));
      }
    }
    return all.isEmpty() ? "" : "?" + all;
  }

  private static void add(StringBuilder all, String name, String value) {
    if (!all.isEmpty()) {
      all.append('&');
    }
    all.append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /// Without the password: this is what gets into messages and logs.
  @Override
  public String toString() {
    return shown;
  }
}
