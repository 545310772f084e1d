package dev.headgate.source.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.json.StorableJson;
import dev.headgate.json.Utf8;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.Position;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RecordFormat.RecordDecoder;
import dev.headgate.source.Sample;
import dev.headgate.source.SourceFault;
import dev.headgate.source.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every format that is known, with records of random damage: each becomes events that can be
/// stored, or is refused with its reason.
class FormatFuzzSimulation {
  private static final String JSON_MAPPING =
      """
      format: jsonl
      event: {field: event}
      distinct_id: {field: properties.distinct_id}
      timestamp: {field: timestamp}
      uuid: {field: uuid}
      """;
  private static final String CSV_MAPPING =
      """
      format: csv
      header: [type, id, at, rest]
      event: {field: type}
      distinct_id: {field: id}
      timestamp: {field: at, format: "yyyy-MM-dd HH:mm:ss"}
      """;

  /// Records of every shape that formats look for: those of one format are damage to another.
  private static final List<byte[]> RECORDS =
      Stream.of(
              "{\"event\":\"e\",\"distinct_id\":\"u\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"properties\":{\"a\":[1,{\"b\":null}],\"$set\":{\"p\":1}},\"uuid\":\"018df8a1-0000-7000-8000-000000000001\"}",
              "{\"event\":\"Song Played\",\"properties\":{\"time\":1602611311,\"distinct_id\":\"$device:9f1c\",\"$device_id\":\"9f1c\",\"$insert_id\":\"aK3x-77\",\"mp_processing_time_ms\":1602611320101,\"$city\":\"Oslo\",\"mp_country_code\":\"NO\"}}",
              "{\"$insert_id\":\"i-1\",\"amplitude_id\":100000000001,\"device_id\":\"AAAA-1\",\"user_id\":\"user-001\",\"event_type\":\"Order Completed\",\"event_time\":\"2025-02-05 22:57:31.078000\",\"event_properties\":{\"sum\":12.5},\"user_properties\":{\"a\":1},\"groups\":{},\"session_id\":-1,\"uuid\":\"018df8a1-0000-7000-8000-000000000001\"}",
              "{\"type\":\"alias\",\"messageId\":\"022b-1\",\"previousId\":\"anon-9\",\"userId\":\"u-7\",\"timestamp\":\"2025-03-01T04:08:31.905Z\",\"receivedAt\":\"2025-03-01T04:08:31.909Z\",\"context\":{\"library\":{\"name\":\"x\"}},\"version\":2}",
              "{\"type\":\"track\",\"event\":\"x\",\"anonymousId\":\"a\",\"userId\":\"u\",\"messageId\":\"m\",\"timestamp\":\"2025-03-01T04:08:31.905Z\",\"properties\":{\"a\":1},\"rudderId\":\"r\"}",
              "{\"userId\":\"<<>>a<<>>u\",\"payload\":{\"batch\":[{\"type\":\"identify\",\"userId\":\"u\",\"traits\":{\"a\":1}}]},\"createdAt\":\"2025-03-01T04:08:31Z\",\"messageId\":\"m\"}",
              "{\"uuid\":\"018df8a1-0000-7000-8000-000000000001\",\"event\":\"e\",\"distinct_id\":\"u\",\"person_id\":\"p\",\"properties\":\"{}\",\"person_properties\":{},\"elements_chain\":\"\",\"timestamp\":\"2024-01-01T00:00:00Z\",\"created_at\":\"2024-01-01T00:00:00Z\",\"_inserted_at\":\"2024-01-01T00:00:00Z\"}",
              "{\"event_date\":\"20250301\",\"event_timestamp\":\"1740801600123456\",\"event_name\":\"page_view\",\"event_params\":[{\"key\":\"k\",\"value\":{\"int_value\":\"1\"}}],\"user_pseudo_id\":\"123.456\",\"user_id\":\"u\",\"event_bundle_sequence_id\":\"57\",\"platform\":\"WEB\"}",
              "{\"event_id\":4052338391,\"user_id\":5711204881,\"session_id\":\"s\",\"time\":\"2024-03-01 10:11:12.345\",\"event_table_name\":\"order\",\"identity\":\"u\",\"total\":12.5,\"coupon\":null}",
              "app\tweb\t2024-01-01 00:00:00.000\t2024-01-01 00:00:01.000\t\tpage_view\t018df8a1-0000-7000-8000-000000000001"
                  + "\t".repeat(117)
                  + "2024-01-01 00:00:02.000\tcom\tpage_view\tjsonschema\t1-0-0\t\t",
              "click,u-1,2024-01-01 00:00:00,\"a \"\"b\"\"\"",
              "{\"event\":\"\\ud83d\\ude00\\u0000\",\"distinct_id\":12.50,\"timestamp\":\"2024-01-01\",\"properties\":{\"distinct_id\":{\"a\":1}}}",
              "")
          .map(text -> text.getBytes(UTF_8))
          .toList();

  static Stream<RecordFormat> formats() throws SourceFault {
    Map<String, RecordFormat> formats = new TreeMap<>();
    FormatDetection.formats().forEach(format -> formats.put(format.name(), format));
    for (RecordFormat format :
        List.of(
            new SegmentFormat(),
            new RudderStackFormat(),
            new PostHogFormat(),
            new SnowplowFormat(),
            new Ga4Format())) {
      formats.putIfAbsent(format.name(), format);
    }
    return Stream.concat(
        formats.values().stream(),
        Stream.of(
            FormatDetection.format(MappingFile.parse("m.yaml", JSON_MAPPING)),
            FormatDetection.format(MappingFile.parse("m.yaml", CSV_MAPPING))));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void records(RecordFormat format) throws Exception {
    RecordDecoder decoder = format.decoder("fuzz", Optional.empty());
    Fuzzing.run(
        "format " + format.name(),
        RECORDS,
        (input, _) -> {
          RawRecord record = new RawRecord(new Position(0, 1, 0, input.length), 1, input, false);
          Decoded decoded = decoder.decode(record);
          assertThat(decoded).as("a pure function of the record").isEqualTo(decoder.decode(record));
          switch (decoded) {
            case Decoded.Events made -> made.drafts().forEach(FormatFuzzSimulation::check);
            case Decoded.Rejected rejected -> assertThat(rejected.detail()).isNotBlank();
            case Decoded.NoEvent _, Decoded.Blank _ -> {}
          }
        });
  }

  /// What the gate would take: a name, an id, and properties that any reader of JSON reads.
  static void check(EventDraft draft) {
    assertThat(draft.name()).isNotBlank();
    assertThat(draft.distinctId().value()).isNotBlank();
    byte[] properties = draft.properties().utf8();
    assertThat(Utf8.firstInvalid(properties, 0, properties.length)).isNegative();
    assertThat(jacksonTakes(properties)).isTrue();
    assertThat(properties[0]).isEqualTo((byte) '{');
  }

  @Test
  void detection() throws Exception {
    Fuzzing.run(
        "detection",
        RECORDS,
        (input, random) -> {
          Sample sample = new Sample("fuzz", input, random.nextBoolean());
          try {
            EncodingDetection.requireUtf8(List.of(sample));
            assertThat(
                    FormatDetection.detect(List.of(sample), Optional.empty(), Optional.empty())
                        .evidence())
                .isNotBlank();
          } catch (SourceFault e) {
            assertThat(e.next()).isNotBlank();
          }
          assertThat(LooksLike.describe(sample)).isNotBlank();
        });
  }

  @Test
  void suggestedMappings() throws Exception {
    List<byte[]> seeds = new ArrayList<>(RECORDS);
    seeds.add("id;type;created at\n1;a;2024-01-01\n2;b;2024-01-02\n".getBytes(UTF_8));
    Fuzzing.run(
        "suggested mappings",
        seeds,
        (input, _) -> {
          if (Utf8.firstInvalid(input, 0, input.length) >= 0) {
            return;
          }
          try {
            MappingSuggestion suggestion =
                MappingSuggestion.of(List.of(new Sample("fuzz", input, true)));
            MappingFile.parse("draft.yaml", suggestion.yaml());
          } catch (SourceFault e) {
            assertThat(e.where()).as(e.getMessage()).isEqualTo("fuzz");
          }
        });
  }

  @Test
  void jsonScanner() throws Exception {
    Fuzzing.run(
        "json scanner",
        RECORDS,
        (input, _) -> {
          boolean utf8 = Utf8.firstInvalid(input, 0, input.length) < 0;
          assertThat(utf8).isEqualTo(jdkTakes(input));
          if (!utf8) {
            return;
          }
          JsonKind kind = JsonKind.NULL;
          boolean taken = true;
          try {
            kind = JsonCursor.kindOf(input, 0, input.length);
          } catch (MalformedJson e) {
            taken = false;
          }
          // Jackson refuses half a surrogate pair in a name, though not in a value; it is stored as
          // U+FFFD in both.
          byte[] json = taken ? StorableJson.of(JsonBytes.owning(input)).utf8() : input;
          assertThat(taken).isEqualTo(jacksonTakes(json));
          if (taken && kind == JsonKind.OBJECT) {
            assertReadsAsJackson(JsonCursor.object(json, 0, json.length), json);
          } else if (taken && kind == JsonKind.ARRAY) {
            assertReadsAsJackson(JsonCursor.array(json, 0, json.length), json);
          }
        });
  }

  private static boolean jdkTakes(byte[] utf8) {
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(utf8));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /// Every name and every value at any depth, entered or taken whole.
  private static void assertReadsAsJackson(JsonCursor cursor, byte[] json) throws Exception {
    try (JsonParser parser = JACKSON.createParser(json)) {
      parser.nextToken();
      assertReadsAsJackson(cursor, parser);
    }
  }

  private static void assertReadsAsJackson(JsonCursor cursor, JsonParser parser) throws Exception {
    while (cursor.next()) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.FIELD_NAME) {
        assertThat(cursor.name()).isEqualTo(parser.currentName());
        token = parser.nextToken();
      }
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        assertThat(cursor.from()).isEqualTo(from);
        assertReadsAsJackson(cursor.enter(), parser);
        assertThat(cursor.to()).isEqualTo((int) parser.currentLocation().getByteOffset());
      } else {
        assertThat(cursor.text()).isEqualTo(parser.getText());
        assertThat(cursor.kind() == JsonKind.STRING).isEqualTo(token == JsonToken.VALUE_STRING);
      }
    }
    JsonToken end = parser.nextToken();
    assertThat(end == JsonToken.END_OBJECT || end == JsonToken.END_ARRAY).isTrue();
  }

  private static final JsonFactory JACKSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonCursor.MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static boolean jacksonTakes(byte[] json) {
    if (json.length > 1 && (json[0] == 0 || json[1] == 0)) {
      return false;
    }
    try (JsonParser parser = JACKSON.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return false;
      }
      parser.skipChildren();
      parser.finishToken();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}
