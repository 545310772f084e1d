package dev.headgate.console.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// `/metrics`: what a registry holds, as Prometheus reads it, without a key.
public final class MetricsRoute implements HttpService {
  private final PrometheusMeterRegistry registry;
  private final Runnable refresh;

  /// @param refresh brings the registry up to date, before each answer
  public MetricsRoute(PrometheusMeterRegistry registry, Runnable refresh) {
    this.registry = registry;
    this.refresh = refresh;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get(
        "/metrics",
        (_, response) -> {
          refresh.run();
          response
              .header(HeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
              .send(registry.scrape());
        });
  }
}
