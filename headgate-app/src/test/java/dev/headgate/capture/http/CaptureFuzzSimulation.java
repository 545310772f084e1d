package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.capture.Capture;
import dev.headgate.capture.CaptureRequest;
import dev.headgate.capture.ForeignRequest;
import dev.headgate.capture.ForeignRequest.MixpanelKind;
import dev.headgate.capture.GrantGate.Admission;
import dev.headgate.capture.V1Request;
import dev.headgate.capture.Verdict;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.json.JsonCursor;
import dev.headgate.source.fuzz.Fuzzing;
import dev.headgate.standalone.ProductRules;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever a client sends, it gets an answer that says whose fault it is, and never the server's.
/// What is taken can be stored: its properties are a JSON object without a line break.
class CaptureFuzzSimulation {
  private static final int AT_MOST = 1 << 20;
  private static final List<Integer> REFUSALS = List.of(400, 401, 403, 413, 415, 429);

  private static final String EVENT =
      "{\"event\":\"a\",\"distinct_id\":\"u\",\"uuid\":\"01a20792-1a54-7e69-9044-eb01205a13c2\","
          + "\"timestamp\":\"2026-11-23T09:00:00Z\",\"properties\":{\"n\":1,\"$set\":{\"ö\":\"\\ud83d\\ude00\"}},"
          + "\"$set_once\":{\"x\":[1,2.5e3,null]},\"options\":{\"cookieless_mode\":true}}";
  private static final String BATCH =
      "{\"api_key\":\"phc_one\",\"sent_at\":\"2026-11-23T10:00:00Z\",\"batch\":[" + EVENT + "]}";
  private static final String CALLS =
      "{\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"anonymousId\":\"d\",\"messageId\":\"m\","
          + "\"traits\":{\"plan\":\"pro\"},\"context\":{\"ip\":\"1.2.3.4\"}},{\"type\":\"track\","
          + "\"event\":\"a\",\"userId\":\"u\",\"channel\":\"server\",\"sentAt\":\"2026-11-23T10:00:00Z\","
          + "\"originalTimestamp\":\"2026-11-23T09:59:00Z\"}]}";
  private static final String MIXPANEL =
      "[{\"event\":\"a\",\"properties\":{\"token\":\"phc_one\",\"distinct_id\":\"u\",\"time\":1790000000,"
          + "\"$insert_id\":\"i\",\"$user_id\":\"u\",\"$device_id\":\"d\",\"$city\":\"Ulm\"}},"
          + "{\"$token\":\"phc_one\",\"$distinct_id\":\"u\",\"$set\":{\"n\":1},\"$add\":{\"v\":2}},"
          + "{\"$token\":\"phc_one\",\"$group_key\":\"c\",\"$group_id\":\"g\",\"$set\":{\"n\":1}}]";
  private static final String AMPLITUDE =
      "{\"api_key\":\"phc_one\",\"events\":[{\"event_type\":\"a\",\"user_id\":\"u\",\"device_id\":\"d\","
          + "\"time\":1738796251078,\"insert_id\":\"i\",\"event_properties\":{\"n\":1},"
          + "\"user_properties\":{\"p\":1,\"$setOnce\":{\"q\":2},\"$unset\":{\"r\":\"-\"}},"
          + "\"groups\":{\"c\":[\"g\"]}}]}";

  private final Capture capture =
      new Capture(
          _ -> Optional.of(ProjectId.DEFAULT),
          (_, _, _, _) -> new Admission.Allowed(Lane.LIVE, 0),
          () -> Instant.parse("2026-11-23T10:00:00Z"),
          new Random(7),
          100_000,
          ProductRules.all());

  private static void check(Verdict verdict) throws Exception {
    switch (verdict) {
      case Verdict.Refused refused -> assertThat(REFUSALS).contains(refused.status());
      case Verdict.Accepted accepted -> {
        for (CapturedEvent captured : accepted.events()) {
          byte[] properties = captured.event().properties().utf8();
          JsonCursor member = JsonCursor.object(properties, 0, properties.length);
          while (member.next()) {
            assertThat(member.name()).isNotNull();
          }
          for (byte b : properties) {
            assertThat(b).isNotEqualTo((byte) '\n');
          }
        }
      }
    }
  }

  private static List<byte[]> seeds(String... bodies) {
    return Arrays.stream(bodies).map(body -> body.getBytes(UTF_8)).toList();
  }

  @Test
  void batches() throws Exception {
    Fuzzing.run(
        "capture batches",
        seeds(BATCH, "[" + EVENT + "]", EVENT.replace("{\"event\"", "{\"token\":\"t\",\"event\"")),
        (input, random) ->
            check(
                capture.judge(
                    new CaptureRequest(
                        input,
                        input.length,
                        random.nextBoolean()
                            ? OptionalLong.empty()
                            : OptionalLong.of(random.nextLong()),
                        Optional.empty(),
                        random.nextBoolean() ? Optional.empty() : Optional.of("$identify")))));
  }

  @Test
  void batchesThatAreAnsweredByEvent() throws Exception {
    Fuzzing.run(
        "capture v1",
        seeds(BATCH),
        (input, _) ->
            check(
                capture.judge(
                    new V1Request(
                        input, input.length, "t", "2026-11-23T10:00:00Z", Optional.empty()))));
  }

  @Test
  void callsOfSegment() throws Exception {
    Fuzzing.run(
        "capture segment",
        seeds(CALLS, "{\"userId\":\"u\",\"event\":\"a\",\"previousId\":\"o\",\"groupId\":\"g\"}"),
        (input, random) -> {
          List<String> types = List.of("track", "identify", "alias", "group", "page", "screen", "");
          String type = types.get(random.nextInt(types.size()));
          check(
              capture.judge(
                  new ForeignRequest.Segment(
                      input,
                      input.length,
                      type.isEmpty() ? Optional.empty() : Optional.of(type),
                      Optional.of("t"))));
        });
  }

  @Test
  void objectsOfMixpanel() throws Exception {
    Fuzzing.run(
        "capture mixpanel",
        seeds(MIXPANEL),
        (input, random) -> {
          MixpanelKind[] kinds = MixpanelKind.values();
          check(
              capture.judge(
                  new ForeignRequest.Mixpanel(
                      input,
                      input.length,
                      kinds[random.nextInt(kinds.length)],
                      random.nextBoolean())));
        });
  }

  @Test
  void eventsOfAmplitude() throws Exception {
    Fuzzing.run(
        "capture amplitude",
        seeds(AMPLITUDE),
        (input, _) -> check(capture.judge(new ForeignRequest.Amplitude(input, input.length))));
  }

  @Test
  void wrappings() throws Exception {
    byte[] json = BATCH.getBytes(UTF_8);
    String base64 = Base64.getEncoder().encodeToString(json);
    Fuzzing.run(
        "capture wrappings",
        List.of(
            json,
            gzip(json),
            base64.getBytes(US_ASCII),
            ("data=" + URLEncoder.encode(base64, UTF_8) + "&compression=base64").getBytes(US_ASCII),
            "N4IgpgbmB2AuIC4QEMQBoQA9EkI3A/Aie0HVtQXg3AAPZAF8g===".getBytes(US_ASCII)),
        (input, random) -> {
          List<Optional<String>> types =
              List.of(
                  Optional.empty(),
                  Optional.of("application/json"),
                  Optional.of("application/x-www-form-urlencoded"));
          Optional<String> compression =
              random.nextInt(3) == 0 ? Optional.of("lz64") : Optional.empty();
          try (BodyBudget.Claim claim = new BodyBudget(64 << 20).claim()) {
            Unwrapping.unwrapped(
                new Body(input, input.length),
                new Unwrapping.Hints(
                    types.get(random.nextInt(types.size())), Optional.empty(), compression),
                AT_MOST,
                claim);
          } catch (BodyRefused e) {
            assertThat(REFUSALS).contains(e.verdict().status());
          }
        });
  }

  @Test
  void bytesOfWholeRequests() throws Exception {
    try (CaptureServer server = new CaptureServer(CaptureServer.SMALL, "phc_one")) {
      List<byte[]> seeds =
          List.of(
              request("POST /batch HTTP/1.1", BATCH),
              request("POST /e/?ip=1&_=1795428000000&beacon=1 HTTP/1.1", BATCH),
              request("GET /e/?data=" + URLEncoder.encode(BATCH, UTF_8) + " HTTP/1.1", ""),
              request("POST /v1/batch HTTP/1.1\r\nAuthorization: Basic cGhjX29uZTo=", CALLS),
              request("POST /track?verbose=1 HTTP/1.1", MIXPANEL),
              request("POST /2/httpapi HTTP/1.1", AMPLITUDE),
              "GET /flags HTTP/1.1\r\nHost: h\r\n\r\nGET /flags HTTP/1.0\r\nHost: h\r\n\r\n"
                  .getBytes(US_ASCII),
              "POST /batch HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n0\r\n\r\n"
                  .getBytes(US_ASCII));
      Fuzzing.run("capture requests", seeds, (input, _) -> exchange(server, input));
    }
  }

  private static byte[] request(String head, String body) {
    byte[] utf8 = body.getBytes(UTF_8);
    byte[] headers =
        (head
                + "\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                + utf8.length
                + "\r\n\r\n")
            .getBytes(US_ASCII);
    byte[] all = Arrays.copyOf(headers, headers.length + utf8.length);
    System.arraycopy(utf8, 0, all, headers.length, utf8.length);
    return all;
  }

  /// Sends it, ends, and reads all answers there are.
  private static void exchange(CaptureServer server, byte[] input) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(input);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      String answers = new String(in.readAllBytes(), US_ASCII);
      assertThat(answers).doesNotContain("HTTP/1.1 5");
    } catch (SocketException e) {
      // The server had heard enough and ended: as good an answer as another.
    }
  }
}
