package dev.headgate.capture.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.capture.Capture;
import dev.headgate.capture.ForeignRequest;
import dev.headgate.capture.Verdict;
import dev.headgate.json.JsonOutput;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/// What Amplitude's clients speak; their other route, `/batch`, is shared ({@link DialectV0}).
///
/// ```
/// POST /2/httpapi  {"api_key": "t", "events": [..]}
///    {"code":200,"events_ingested":1,"payload_size_bytes":120,"server_upload_time":1396381378123}
///    {"code":400,"error":".."}
/// ```
final class DialectAmplitude implements Dialect {
  private final Capture capture;

  DialectAmplitude(Capture capture) {
    this.capture = capture;
  }

  @Override
  public List<String> paths() {
    return List.of("/2/httpapi");
  }

  @Override
  public Verdict judge(Intake intake, Body json, Optional<String> grant) {
    return capture.judge(new ForeignRequest.Amplitude(json.bytes(), json.length()));
  }

  @Override
  public void refuse(Intake intake, ServerResponse response, Verdict.Refused refused) {
    byte[] body =
        new JsonOutput(256)
            .ascii("{\"code\":")
            .number(refused.status())
            .ascii(",\"error\":")
            .string(refused.message())
            .ascii("}")
            .toByteArray();
    response.header(HeaderValues.CONTENT_TYPE_JSON).send(new String(body, UTF_8));
  }
}
