package dev.headgate.source.format;

import static dev.headgate.source.format.Records.detail;
import static dev.headgate.source.format.Records.only;
import static dev.headgate.source.format.Records.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.RejectReason;
import dev.headgate.source.SourceFault;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MappedFormatTest {

  private static RecordFormat format(String yaml) throws SourceFault {
    return FormatDetection.format(MappingFile.parse("m.yaml", yaml));
  }

  private static Decoded json(RecordFormat format, String record) throws SourceFault {
    return format.decoder("part", Optional.empty()).decode(record(record));
  }

  private static RecordFormat.RecordDecoder csv(RecordFormat format, String header)
      throws SourceFault {
    return format.decoder("part.csv", Optional.of(record(header)));
  }

  @Nested
  class JsonLines {
    private static final String GITHUB =
        """
        format: jsonl
        event: {field: type}
        distinct_id: {field: actor.login}
        timestamp: {field: created_at}
        """;

    @Test
    void nestedFieldsAreFoundAndTheObjectThatHoldsThemStaysWhole() throws SourceFault {
      EventDraft draft =
          only(
              json(
                  format(GITHUB),
                  """
                  {"id":"1","type":"PushEvent","actor":{"id":9,"login":"d\\u00e9"},\
                  "created_at":"2015-01-01T00:00:00Z","public": true}\
                  """));
      assertThat(draft.name()).isEqualTo("PushEvent");
      assertThat(draft.distinctId()).hasToString("d\u00e9");
      assertThat(draft.uuid()).isEmpty();
      assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2015-01-01T00:00:00Z");
      assertThat(draft.properties())
          .hasToString(
              "{\"id\":\"1\",\"actor\":{\"id\":9,\"login\":\"d\\u00e9\"},\"public\":true}");
    }

    @Test
    void aFlatFieldOfThatNameWinsWhereverItStands() throws SourceFault {
      String rest = "\"type\":\"e\",\"created_at\":\"2015-01-01\"";
      for (String members :
          new String[] {
            "\"actor\":{\"login\":\"deep\"},\"actor.login\":\"flat\"",
            "\"actor.login\":\"flat\",\"actor\":{\"login\":\"deep\"}"
          }) {
        EventDraft draft = only(json(format(GITHUB), "{" + members + "," + rest + "}"));
        assertThat(draft.distinctId()).hasToString("flat");
        assertThat(draft.properties()).hasToString("{\"actor\":{\"login\":\"deep\"}}");
      }
    }

    @Test
    void listedPropertiesAreCalledByTheirPath() throws SourceFault {
      RecordFormat format = format(GITHUB + "properties: [actor.id, type, a.b.c]\n");
      EventDraft draft =
          only(
              json(
                  format,
                  """
                  {"type":"e","actor":{"id":9,"login":"u"},"created_at":"2015-01-01",\
                  "a":{"b":{"c":[1]}},"other":1}\
                  """));
      assertThat(draft.properties()).hasToString("{\"actor.id\":9,\"type\":\"e\",\"a.b.c\":[1]}");
    }

    @Test
    void valuesMayBeNumbersAndTimestampsToo() throws SourceFault {
      RecordFormat format =
          format(
              """
              format: jsonl
              event: {constant: play}
              distinct_id: {field: user}
              timestamp: {field: t, format: epoch_s}
              uuid: {field: id}
              """);
      EventDraft draft = only(json(format, "{\"user\":17,\"t\":1602611311.5,\"id\":99}"));
      assertThat(draft.distinctId()).hasToString("17");
      assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2020-10-13T17:48:31.500Z");
      // uuidv5 of "99" in the namespace of foreign ids.
      assertThat(draft.uuid().orElseThrow()).hasToString("ce4398df-5cbf-533f-81a8-8d059615e639");
      String own = "018e1f5a-0000-7000-8000-000000000001";
      assertThat(only(json(format, "{\"user\":1,\"t\":0,\"id\":\"" + own + "\"}")).uuid())
          .map(Object::toString)
          .hasValue(own);
      assertThat(only(json(format, "{\"user\":1,\"t\":0,\"id\":null}")).uuid()).isEmpty();
      assertThat(only(json(format, "{\"user\":1,\"t\":0,\"id\":\"\"}")).uuid()).isEmpty();
    }

    @Test
    void whatIsMissingIsRefusedByItsName() throws SourceFault {
      RecordFormat format = format(GITHUB);
      String all = "{\"type\":\"e\",\"actor\":{\"login\":\"u\"},\"created_at\":\"2015-01-01\"}";
      assertThat(detail(json(format, all.replace("\"e\"", "null")), RejectReason.MISSING_EVENT))
          .isEqualTo("no field \"type\"");
      assertThat(
              detail(json(format, all.replace("\"u\"", "\" \"")), RejectReason.MISSING_DISTINCT_ID))
          .isEqualTo("\"actor.login\" is blank");
      detail(json(format, all.replace("{\"login\":\"u\"}", "7")), RejectReason.MISSING_DISTINCT_ID);
      detail(json(format, all.replace("created_at", "at")), RejectReason.MISSING_TIMESTAMP);
      assertThat(detail(json(format, all.replace("2015", "15")), RejectReason.INVALID_TIMESTAMP))
          .isEqualTo("timestamp \"15-01-01\" is not written as iso8601");
      detail(json(format, "{broken"), RejectReason.NOT_JSON);
      detail(json(format, "[]"), RejectReason.NOT_AN_OBJECT);
      assertThat(json(format, " ")).isEqualTo(new Decoded.Blank());
    }

    @Test
    void aFieldThatNoRecordHasIsNamedWithItsNeighbour() throws SourceFault {
      RecordFormat format = format(GITHUB + "uuid: {field: ide}\nproperties: [public]\n");
      json(
          format,
          "{\"id\":1,\"type\":\"e\",\"actor\":{\"login\":\"u\"},\"created_at\":\"2015-01-01\",\"public\":null}");
      assertThatThrownBy(format::checkAllWasMet)
          .isInstanceOfSatisfying(
              SourceFault.class,
              fault -> {
                assertThat(fault)
                    .hasMessage("the mapping names a field \"ide\", and no record has it");
                assertThat(fault.next()).contains("did you mean \"id\"?", "actor, created_at, id");
              });
      json(format, "{\"ide\":1}");
      format.checkAllWasMet();
    }

    @Test
    void aTimestampFormatThatFitsNothingIsNamed() throws SourceFault {
      RecordFormat format = format(GITHUB.replace("created_at}", "created_at, format: epoch_s}"));
      format.checkAllWasMet();
      String record = "{\"type\":\"e\",\"actor\":{\"login\":\"u\"},\"created_at\":\"2015-01-01\"}";
      json(format, record);
      assertThatThrownBy(format::checkAllWasMet)
          .hasMessage("no timestamp is written as epoch_s; the first is \"2015-01-01\"");
      json(format, record.replace("\"2015-01-01\"", "17"));
      format.checkAllWasMet();
    }
  }

  @Nested
  class Csv {
    private static final String SHOP =
        """
        format: csv
        event: {field: type}
        distinct_id: {field: user.id}
        timestamp: {field: at, format: "dd.MM.yyyy HH:mm"}
        uuid: {field: order}
        """;
    private static final String HEADER = "type,user.id,at,order,note,\"empty, mostly\"";

    @Test
    void valuesAreTextsAndEmptyCellsAreNone() throws SourceFault {
      EventDraft draft =
          only(
              csv(format(SHOP), HEADER)
                  .decode(record("buy,7,01.03.2024 04:08,A-1,\"a \"\"b\"\"\nc\u00e9\",")));
      assertThat(draft.name()).isEqualTo("buy");
      assertThat(draft.distinctId()).hasToString("7");
      assertThat(EventTime.format(draft.timestampMicros())).isEqualTo("2024-03-01T04:08:00Z");
      assertThat(draft.properties()).hasToString("{\"note\":\"a \\\"b\\\"\\nc\u00e9\"}");
      assertThat(draft.uuid()).isPresent();
    }

    @Test
    void listedPropertiesAreTheOnlyOnes() throws SourceFault {
      RecordFormat format = format(SHOP + "properties: [\"empty, mostly\", type]\n");
      EventDraft draft = only(csv(format, HEADER).decode(record("buy,7,01.03.2024 04:08,,n,full")));
      assertThat(draft.properties()).hasToString("{\"type\":\"buy\",\"empty, mostly\":\"full\"}");
      assertThat(draft.uuid()).isEmpty();
    }

    @Test
    void recordsOfAnotherLengthOrWithBadQuotesAreRefused() throws SourceFault {
      RecordFormat.RecordDecoder decoder = csv(format(SHOP), HEADER);
      assertThat(detail(decoder.decode(record("a,b")), RejectReason.FIELD_COUNT))
          .isEqualTo("2 fields instead of 6");
      detail(decoder.decode(record("a,b,c,d,e,f,g")), RejectReason.FIELD_COUNT);
      detail(decoder.decode(record("a,\"b")), RejectReason.NOT_CSV);
      detail(decoder.decode(record("a,\"b\"c,d")), RejectReason.NOT_CSV);
      detail(decoder.decode(record("a,7,01.03.2024 04:08,,,\rmore")), RejectReason.NOT_CSV);
      only(decoder.decode(record("a,7,01.03.2024 04:08,,\"\r\",")));
      detail(decoder.decode(record(",7,01.03.2024 04:08,,,")), RejectReason.MISSING_EVENT);
      detail(decoder.decode(record("a,,01.03.2024 04:08,,,")), RejectReason.MISSING_DISTINCT_ID);
      detail(decoder.decode(record("a,7,,,,")), RejectReason.MISSING_TIMESTAMP);
      detail(decoder.decode(record("a,7,31.02.2024 04:08,,,")), RejectReason.INVALID_TIMESTAMP);
      assertThat(decoder.decode(record("  "))).isEqualTo(new Decoded.Blank());
    }

    @Test
    void aHeaderWithoutWhatIsNeededIsRefusedAtOnce() throws SourceFault {
      RecordFormat format = format(SHOP);
      assertThatThrownBy(() -> csv(format, "type,user_id,at"))
          .isInstanceOfSatisfying(
              SourceFault.class,
              fault -> {
                assertThat(fault)
                    .hasMessage(
                        "the mapping names a field \"user.id\", and the first line of part.csv has"
                            + " no such column");
                assertThat(fault.next()).contains("did you mean \"user_id\"?", "at, type");
              });
      assertThatThrownBy(() -> csv(format, HEADER + ",type"))
          .hasMessage("two columns are called \"type\"");
      assertThatThrownBy(() -> csv(format, " ")).hasMessageContaining("it is blank");
      csv(format, "type,user.id,at").decode(record("a,7,01.03.2024 04:08"));
      assertThatThrownBy(format::checkAllWasMet).hasMessageContaining("\"order\"");
    }

    @Test
    void columnsMayBeNumbersOrNamedByTheMapping() throws SourceFault {
      String yaml =
          """
          format: csv
          delimiter: "\\t"
          header: false
          event: {field: 2}
          distinct_id: {field: 1}
          timestamp: {field: 3}
          """;
      RecordFormat.RecordDecoder numbers = format(yaml).decoder("p", Optional.empty());
      EventDraft draft = only(numbers.decode(record("u\te\t2024-01-01\tmore\t\tlast")));
      assertThat(draft.name()).isEqualTo("e");
      assertThat(draft.properties()).hasToString("{\"4\":\"more\",\"6\":\"last\"}");
      detail(numbers.decode(record("u\te")), RejectReason.MISSING_TIMESTAMP);

      RecordFormat named =
          format(
              yaml.replace("false", "[who, what, when, \"why\"]")
                  .replace("field: 2", "field: what")
                  .replace("field: 1", "field: who")
                  .replace("field: 3", "field: when"));
      RecordFormat.RecordDecoder decoder = named.decoder("p", Optional.empty());
      assertThat(only(decoder.decode(record("u\te\t2024-01-01\tx"))).properties())
          .hasToString("{\"why\":\"x\"}");
      detail(decoder.decode(record("u\te\t2024-01-01")), RejectReason.FIELD_COUNT);
      named.checkAllWasMet();
    }

    @Test
    void blankHeaderCellsAreNumbers() throws SourceFault {
      RawRecord row = record("0,a,7,01.03.2024 04:08,x");
      assertThat(only(csv(format(SHOP), ",type,user.id,at,order").decode(row)).properties())
          .hasToString("{\"1\":\"0\"}");
    }
  }
}
