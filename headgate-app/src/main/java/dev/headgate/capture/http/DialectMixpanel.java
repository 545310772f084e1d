package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.capture.Capture;
import dev.headgate.capture.ForeignRequest;
import dev.headgate.capture.ForeignRequest.MixpanelKind;
import dev.headgate.capture.Verdict;
import dev.headgate.json.JsonOutput;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// What Mixpanel's clients speak, on routes that PostHog's older ones have taken over: `/track` and
/// `/engage`. A request to these is Mixpanel's if it says how it wants to be answered, which all
/// its clients do and no other does.
///
/// ```
/// GET  /track?data=BASE64&verbose=0      1
/// POST /engage  data=BASE64&verbose=1    {"error":null,"status":1}
/// ```
final class DialectMixpanel implements Dialect {
  private static final String TRACK = "/track";
  private static final String ENGAGE = "/engage";
  private static final String GROUPS = "/groups";
  private static final String IMPORT = "/import";
  private static final String VERBOSE = "verbose";

  private final Capture capture;
  private final Dialect others;

  DialectMixpanel(Capture capture) {
    this.capture = capture;
    this.others = new DialectV0(capture);
  }

  @Override
  public List<String> paths() {
    return List.of(TRACK, ENGAGE, GROUPS, IMPORT);
  }

  @Override
  public boolean byGet() {
    return true;
  }

  private static boolean isMixpanel(Intake intake) {
    String path = path(intake);
    return path.startsWith(GROUPS)
        || path.startsWith(IMPORT)
        || intake.parameter(VERBOSE).isPresent();
  }

  private static String path(Intake intake) {
    return intake.request().path().path();
  }

  private static boolean isVerbose(Intake intake) {
    return intake.parameter(VERBOSE).filter(value -> !value.equals("0")).isPresent();
  }

  @Override
  public Verdict judge(Intake intake, Body json, Optional<String> grant) {
    if (!isMixpanel(intake)) {
      return others.judge(intake, json, grant);
    }
    MixpanelKind kind =
        path(intake).startsWith(GROUPS)
            ? MixpanelKind.GROUPS
            : path(intake).startsWith(ENGAGE) ? MixpanelKind.PROFILES : MixpanelKind.EVENTS;
    return capture.judge(
        new ForeignRequest.Mixpanel(json.bytes(), json.length(), kind, isVerbose(intake)));
  }

  @Override
  public void accept(Intake intake, ServerResponse response, Verdict.Accepted accepted) {
    if (isMixpanel(intake)) {
      Dialect.super.accept(intake, response, accepted);
    } else {
      others.accept(intake, response, accepted);
    }
  }

  @Override
  public void refuse(Intake intake, ServerResponse response, Verdict.Refused refused) {
    if (!isMixpanel(intake)) {
      others.refuse(intake, response, refused);
      return;
    }
    JsonOutput body = new JsonOutput(256);
    if (isVerbose(intake)) {
      body.ascii("{\"error\":").string(refused.message()).ascii(",\"status\":0}");
    } else {
      body.ascii("0");
    }
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(new String(body.toByteArray(), UTF_8));
  }
}
