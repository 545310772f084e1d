package dev.headgate.console.http;

import dev.headgate.console.Engines;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;

/// `/healthz` (the process answers) and `/readyz` (the log is there), without a key.
public final class HealthRoutes implements HttpService {
  private final Engines engines;

  public HealthRoutes(Engines engines) {
    this.engines = engines;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/healthz", (_, response) -> answer(response, 200, "ok"))
        .get(
            "/readyz",
            (_, response) -> {
              String trouble = engines.trouble().orElse("");
              if (!trouble.isEmpty()) {
                answer(response, 503, trouble);
              } else if (engines.ready()) {
                answer(response, 200, "ready");
              } else {
                answer(response, 503, "starting");
              }
            });
  }

  private static void answer(ServerResponse response, int status, String text) {
    response
        .status(Status.create(status))
        .header(HeaderNames.CONTENT_TYPE, "text/plain")
        .send(text + "\n");
  }
}
