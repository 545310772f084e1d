package dev.headgate.loadtest;

import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.JsonOutput;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Makes the requests of a load test: page views of a shop, as posthog-js sends them. Their ids
/// begin with the load test's name in the pipeline, and each says which load test it is of. All but
/// the time is a function of the seed.
///
/// ```
/// POST /i/v0/e/   {"api_key","event":"$pageview","uuid","distinct_id","timestamp","properties":{..}}
/// POST /batch/    {"api_key","batch":[{"event","uuid","distinct_id","timestamp","properties"}, ..]}
/// ```
public final class PageViews implements LoadRequest.Maker {
  private static final int PAGES = 997;
  private static final long VERSION_4 = 0x4000L;
  private static final long VERSION_MASK = 0xffff_ffff_ffff_0fffL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long VARIANT_MASK = 0x3fff_ffff_ffff_ffffL;

  private final int number;
  private final String opening;
  private final RequestShape shape;
  private final InstantSource clock;
  private final long seed;

  /// @param number of the load test
  public PageViews(
      int number, ProjectToken token, RequestShape shape, InstantSource clock, long seed) {
    this.number = number;
    this.shape = shape;
    this.opening = "{\"api_key\":" + new JsonOutput(128).string(token.value()).toJsonBytes() + ",";
    this.clock = clock;
    this.seed = seed;
  }

  @Override
  public LoadRequest of(long n) {
    SplittableRandom random = new SplittableRandom(seed + n);
    List<EventId> uuids = new ArrayList<>(shape.events());
    StringBuilder body = new StringBuilder();
    boolean single = shape.events() == 1;
    body.append(opening);
    if (!single) {
      body.append("\"batch\":[");
    }
    String at = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    for (int i = 0; i < shape.events(); i++) {
      EventId uuid =
          new EventId(
              (random.nextLong() & VERSION_MASK) | VERSION_4,
              (random.nextLong() & VARIANT_MASK) | VARIANT);
      uuids.add(uuid);
      body.append(single ? "" : i == 0 ? "{" : ",{");
      event(body, uuid, random, at);
    }
    body.append(single ? "" : "]}");
    return new LoadRequest(single ? "/i/v0/e/" : "/batch/", JsonBytes.of(body.toString()), uuids);
  }

  /// An event up to its closing brace, without the opening one.
  private void event(StringBuilder body, EventId uuid, SplittableRandom random, String at) {
    int from = body.length();
    int page = random.nextInt(PAGES);
    body.append("\"event\":\"$pageview\",\"uuid\":\"").append(uuid);
    body.append("\",\"distinct_id\":\"load-test-").append(number).append("-visitor-");
    body.append(random.nextInt(shape.distinctIds())).append("\",\"timestamp\":\"").append(at);
    body.append("\",\"properties\":{\"$headgate_load_test\":").append(number);
    body.append(",\"$current_url\":\"https://shop.example/articles/").append(page);
    body.append("\",\"$host\":\"shop.example\",\"$pathname\":\"/articles/").append(page);
    body.append(
        "\",\"$browser\":\"Firefox\",\"$browser_version\":141,\"$os\":\"Linux\",\"$device_type\":"
            + "\"Desktop\",\"$screen_height\":1080,\"$screen_width\":1920,\"$viewport_height\":960,"
            + "\"$viewport_width\":1900,\"$lib\":\"web\",\"$lib_version\":\"1.260.0\","
            + "\"$referrer\":\"$direct\",\"$referring_domain\":\"$direct\",\"$insert_id\":\"");
    body.append(uuid).append("\",\"$session_id\":\"").append(uuid);
    body.append("\",\"$window_id\":\"").append(uuid).append('"');
    String padding = ",\"padding\":\"\"";
    int missing = shape.eventBytes() - (body.length() - from) - padding.length() - 2;
    if (missing > 0) {
      body.append(",\"padding\":\"").repeat('x', missing).append('"');
    }
    body.append("}}");
  }
}
