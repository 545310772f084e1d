package dev.headgate.capture.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.regex.Pattern;

/// What clients in browsers ask for when they start: which of a product's other features to switch
/// on. There are none here, and a client that is told so starts at once, loads nothing more, and
/// does not ask again and again.
///
/// ```
/// GET  /array/TOKEN/config      the features, as JSON
/// GET  /array/TOKEN/config.js   the same, to be run by the page
/// POST /flags, /decide          feature flags: none
/// ```
public final class ClientConfig implements HttpService {
  /// What may stand in a path and in a script without being quoted.
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final String FEATURES =
      "\"supportedCompression\":[\"gzip\",\"gzip-js\"],\"hasFeatureFlags\":false,"
          + "\"autocaptureExceptions\":false,\"autocapture_opt_out\":true,"
          + "\"captureDeadClicks\":false,\"capturePerformance\":false,\"heatmaps\":false,"
          + "\"elementsChainAsString\":true,\"sessionRecording\":false,\"surveys\":false,"
          + "\"productTours\":false,\"conversations\":false,\"logs\":{\"captureConsoleLogs\":false},"
          + "\"defaultIdentifiedOnly\":true,\"siteApps\":[]";

  private static final String FLAGS =
      "{\"flags\":{},\"featureFlags\":{},\"featureFlagPayloads\":{},"
          + "\"errorsWhileComputingFlags\":false,\"quotaLimited\":[],"
          + FEATURES
          + "}";

  @Override
  public void routing(HttpRules rules) {
    for (String path : List.of("/flags", "/decide")) {
      for (String form : List.of(path, path + "/")) {
        rules.get(form, ClientConfig::flags);
        rules.post(form, ClientConfig::flags);
        rules.options(form, Cors::preflight);
      }
    }
    rules.get("/array/{token}/config", ClientConfig::config);
    rules.options("/array/{token}/config", Cors::preflight);
    rules.get("/array/{token}/config.js", ClientConfig::script);
  }

  private static void flags(ServerRequest request, ServerResponse response) {
    Cors.allowOrigin(request, response);
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(FLAGS);
  }

  private static void config(ServerRequest request, ServerResponse response) {
    Cors.allowOrigin(request, response);
    String token = request.path().pathParameters().get("token");
    if (TOKEN.matcher(token).matches()) {
      response
          .header(HeaderValues.CONTENT_TYPE_JSON)
          .send("{\"token\":\"%s\",%s}".formatted(token, FEATURES));
    } else {
      response.status(404).send("no such token");
    }
  }

  private static void script(ServerRequest request, ServerResponse response) {
    Cors.allowOrigin(request, response);
    String token = request.path().pathParameters().get("token");
    if (TOKEN.matcher(token).matches()) {
      response
          .header(HeaderNames.CONTENT_TYPE, "application/javascript")
          .send(
              "(function(){var c=window._POSTHOG_REMOTE_CONFIG=window._POSTHOG_REMOTE_CONFIG||{};"
                  + "c[\"%s\"]={config:{token:\"%s\",%s},siteApps:[]}})();"
                      .formatted(token, token, FEATURES));
    } else {
      response.status(404).send("no such token");
    }
  }
}
