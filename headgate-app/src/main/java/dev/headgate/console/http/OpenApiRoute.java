package dev.headgate.console.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// `/api/openapi.yaml`: what the API takes and answers, without a key.
public final class OpenApiRoute implements HttpService {
  private static final String FILE = "openapi.yaml";

  @Override
  public void routing(HttpRules rules) {
    byte[] document = document();
    rules.get(
        "/" + FILE,
        (_, response) ->
            response.header(HeaderNames.CONTENT_TYPE, "application/yaml").send(document));
  }

  static byte[] document() {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
