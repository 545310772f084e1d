package dev.headgate.eventlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogCodecTest {

  private static byte[] encode(CapturedEvent captured) {
    JsonOutput out = new JsonOutput(16);
    LogCodec.encode(captured, out);
    return out.toByteArray();
  }

  private static CapturedEvent decode(byte[] record) throws MalformedJson {
    return decodeAll(record).getFirst();
  }

  private static List<CapturedEvent> decodeAll(byte[] record) throws MalformedJson {
    List<CapturedEvent> events = new ArrayList<>();
    LogCodec.decode(record, 0, record.length, events::add);
    return events;
  }

  @Test
  void aRecordHoldsSeveralEventsInTheirOrder() throws MalformedJson {
    JsonOutput out = new JsonOutput(16);
    List<CapturedEvent> events = new ArrayList<>();
    for (int number = 0; number < 5; number++) {
      events.add(CapturedEvents.of("a\nb", number, "{\"n\":" + number + "}"));
      LogCodec.encode(events.getLast(), out);
    }
    assertThat(decodeAll(out.toByteArray())).isEqualTo(events);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // As it is written.
        "{'project':1,'import':0,'uuid':'01a20792-1a54-7e69-9044-eb01205a13c2','event':'e',"
            + "'distinct_id':'d','timestamp':'2024-03-01T04:08:31Z','properties':{}}",
        // As it never was, but could be by the rules of JSON.
        "{ 'project':1,'import':0,'uuid':'01a20792-1a54-7e69-9044-eb01205a13c2','event':'e',"
            + "'distinct_id':'d','timestamp':'2024-03-01T04:08:31Z','properties':{}}",
        "{'project':1,'import':0,'uuid':'01a207921a547e699044eb01205a13c2','event':'\\u0065',"
            + "'distinct_id':'d','timestamp':'2024-03-01T04:08:31.000Z' ,'properties':{}}",
        "{'event':'e','import':0,'uuid':'01a20792-1a54-7e69-9044-eb01205a13c2','project':1,"
            + "'distinct_id':'d','timestamp':'2024-03-01T05:08:31+01:00','properties':{}}",
      })
  void theHeadIsReadHoweverItIsWritten(String line) throws MalformedJson {
    Event event =
        new Event(
            EventId.parse("01a20792-1a54-7e69-9044-eb01205a13c2").orElseThrow(),
            "e",
            new DistinctId("d"),
            1_709_266_111_000_000L,
            JsonBytes.of("{}"));
    assertThat(decode(line.replace('\'', '"').getBytes(UTF_8)))
        .isEqualTo(new CapturedEvent(new ProjectId(1), CapturedEvent.LIVE, event));
  }

  @Test
  void anEventIsOneLineWithItsMembersInOrder() {
    Event event =
        new Event(
            EventId.parse("01a20792-1a54-7e69-9044-eb01205a13c2").orElseThrow(),
            "signed \"up\"",
            new DistinctId("ü1"),
            1_709_266_111_905_000L,
            JsonBytes.of("{ \"plan\" : 1.50 }"));
    assertThat(new String(encode(new CapturedEvent(new ProjectId(2), 3, event)), UTF_8))
        .isEqualTo(
            "{\"project\":2,\"import\":3,\"uuid\":\"01a20792-1a54-7e69-9044-eb01205a13c2\","
                + "\"event\":\"signed \\\"up\\\"\",\"distinct_id\":\"ü1\","
                + "\"timestamp\":\"2024-03-01T04:08:31.905Z\","
                + "\"properties\":{ \"plan\" : 1.50 }}");
  }

  @Test
  void theKeyIsTokenAndDistinctId() {
    assertThat(LogCodec.key(new ProjectToken("phc_a"), new DistinctId("u:ü")))
        .isEqualTo("phc_a:u:ü".getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(longs = {61, 62, 63})
  void whatIsDecodedIsWhatWasEncodedAndNeverLongerThanForetold(long seed) throws MalformedJson {
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 5_000; round++) {
      Event event =
          new Event(
              new EventId(random.nextLong(), random.nextLong()),
              text(random),
              new DistinctId(text(random)),
              random.nextLong(-62_000_000_000_000_000L, 250_000_000_000_000_000L),
              JsonBytes.of("{\"a\":[1, {\"b\":\"\\u00e9\"}],\"r\":" + random.nextLong() + "}"));
      CapturedEvent captured =
          new CapturedEvent(
              new ProjectId(random.nextInt(1, Integer.MAX_VALUE)),
              random.nextInt(Integer.MAX_VALUE),
              event);
      byte[] line = encode(captured);
      assertThat(decode(line.clone())).as("seed %d, round %d", seed, round).isEqualTo(captured);
      assertThat(line.length)
          .as("seed %d, round %d", seed, round)
          .isLessThanOrEqualTo(LogCodec.lengthAtMost(event));
    }
  }

  /// Text that a name or an id may be, with all that has to be escaped.
  private static String text(SplittableRandom random) {
    String alphabet = "ab\"\\/\n\t\u0001\u001f\u007f é ж 漢 😀 $:{}";
    int[] letters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(199); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }

  @Test
  void textThatLooksLikeTheNextMemberIsStillText() throws MalformedJson {
    Event event =
        new Event(
            new EventId(1, 2),
            ",\"properties\":{}}",
            new DistinctId("\\,\"properties\":{\"x\":1}}"),
            0,
            JsonBytes.of("{\"a\":\",\\\"properties\\\":\"}"));
    CapturedEvent captured = new CapturedEvent(ProjectId.DEFAULT, 0, event);
    assertThat(decode(encode(captured))).isEqualTo(captured);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"project\":1}",
        "{\"project\":0,\"import\":0,\"uuid\":\"01a20792-1a54-7e69-9044-eb01205a13c2\","
            + "\"event\":\"e\",\"distinct_id\":\"d\",\"timestamp\":\"2024-01-01\",\"properties\":{}}",
        "{\"project\":1,\"import\":0,\"uuid\":\"nonsense\"}",
        "{\"surprise\":1}",
        "{\"surprise\":1,\"properties\":{}}",
        "{\"project\":1,\"properties\":",
        "{\"project\":1,\"properties\":{",
        "{\"project\":1,\"properties\":1}}"
      })
  void anythingElseIsMalformed(String line) {
    assertThatThrownBy(() -> decode(line.getBytes(UTF_8))).isInstanceOf(MalformedJson.class);
  }
}
