package dev.headgate.source.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.RecordBounds;
import dev.headgate.source.SourceFault;
import dev.headgate.source.format.Mapping.Header;
import dev.headgate.source.format.Mapping.Shape;
import dev.headgate.source.format.Mapping.Value;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {
  private static final String WHOLE =
      """
      format: csv                       # what it is
      delimiter: ";"
      quote: "'"
      header: [type, who, ts, message_id, a.b]
      event: {field: type}
      distinct_id: {field: who}
      timestamp: {field: ts, format: "yyyy-MM-dd HH:mm:ss", zone: UTC}
      uuid: {field: message_id}
      properties: [a.b]
      """;

  private static Mapping parse(String yaml) throws SourceFault {
    return MappingFile.parse("m.yaml", yaml);
  }

  @Test
  void aWholeMappingIsReadAsItSays() throws SourceFault {
    assertThat(parse(WHOLE))
        .isEqualTo(
            new Mapping(
                "m.yaml",
                new Shape.Csv(
                    ';', '\'', new Header.Names(List.of("type", "who", "ts", "message_id", "a.b"))),
                new Value.Field("type"),
                new Value.Field("who"),
                new Value.Field("ts"),
                new TimeFormat("yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC),
                Optional.of(new Value.Field("message_id")),
                Optional.of(List.of("a.b"))));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws SourceFault {
    Mapping mapping =
        parse(
            """
            format: csv
            event: {constant: edit}
            distinct_id: {field: 1}
            timestamp: {field: time}
            """);
    assertThat(mapping.shape()).isEqualTo(new Shape.Csv(',', '"', new Header.FirstRecord()));
    assertThat(mapping.bounds()).isEqualTo(new RecordBounds.Csv(',', '"', true));
    assertThat(mapping.event()).isEqualTo(new Value.Constant("edit"));
    assertThat(mapping.distinctId()).isEqualTo(new Value.Field("1"));
    assertThat(mapping.timeFormat()).isEqualTo(new TimeFormat("iso8601", ZoneOffset.UTC));
    assertThat(mapping.uuid()).isEmpty();
    assertThat(mapping.properties()).isEmpty();
  }

  @Test
  void theDigestIsOfTheMeaning() throws SourceFault {
    String other =
        """
        properties: ["a.b"]
        uuid:
          field: message_id
        timestamp: {zone: Etc/UTC, format: 'yyyy-MM-dd HH:mm:ss', field: ts}
        distinct_id: {field: who}
        event: {field: "type"}
        header: ['type', who, ts, message_id, a.b]
        quote: "'"
        delimiter: ;
        format: csv
        """;
    assertThat(parse(other).digest()).isEqualTo(parse(WHOLE).digest()).hasSize(32);
    assertThat(parse(WHOLE.replace("{field: type}", "{constant: type}")).digest())
        .isNotEqualTo(parse(WHOLE).digest());
    assertThat(parse(WHOLE.replace("zone: UTC", "zone: Europe/Paris")).digest())
        .isNotEqualTo(parse(WHOLE).digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "event: | evnt: | the key \"evnt\" is not known; did you mean \"event\"? | 5",
        "format: csv | format: cvs | format \"cvs\" is not known; did you mean \"csv\"? | 1",
        "format: csv | format: jsonl | \"delimiter\" is for format csv only | 2",
        "\";\" | \";;\" | \"delimiter\" must be one character | 2",
        "\";\" | \"'\" | delimiter and quote are two ASCII characters | 2",
        "a.b] | type] | \"type\" stands twice in \"header\" | 4",
        "field: who | field: whom | \"whom\" is none of the names in \"header\"; did you mean \"who\"? | 1",
        "field: who | feild: who | the key \"feild\" is not known; did you mean \"field\"? | 6",
        "{field: who} | who | \"distinct_id\" is {field: NAME} or {constant: TEXT} | 6",
        "{field: who} | {} | \"distinct_id\" is {field: NAME} or {constant: TEXT} | 6",
        "{field: who} | {field: who, constant: x} | not both | 6",
        "{field: who} | {constant: ' '} | \"constant\" is blank | 6",
        "{field: who} | {field: [a]} | \"field\" must be a text | 6",
        "zone: UTC | zone: Europe/Berlinn | did you mean \"Europe/Berlin\"? | 7",
        "zone: UTC | zoen: UTC | the key \"zoen\" is not known; did you mean \"zone\"? | 7",
        "HH:mm:ss | HH:bb | \"yyyy-MM-dd HH:bb\" is none of [iso8601, epoch_s | 7",
        "{field: message_id} | {constant: x} | a constant uuid would make all records one event | 8",
        "[a.b] | some | \"properties\" is all, or a list of fields | 9",
        "[a.b] | [a.b, a.b] | \"a.b\" stands twice in \"properties\" | 9",
        "header: [ | header: {[ | not YAML | 4",
        "properties: | uuid: | the key \"uuid\" stands there twice | 9",
      })
  void everyFaultNamesTheFileTheLineAndTheSlip(
      String part, String replacement, String what, int line) {
    String yaml = WHOLE.replace(part, replacement);
    assertThat(yaml).isNotEqualTo(WHOLE);
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOfSatisfying(
            SourceFault.class,
            fault -> {
              assertThat(fault).hasMessageContaining(what);
              assertThat(fault.kind()).isEqualTo(SourceFault.Kind.WRONG_INPUT);
              assertThat(fault.where()).isEqualTo("m.yaml, line " + line);
              assertThat(fault.next()).isNotBlank();
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"format", "event", "distinct_id", "timestamp"})
  void aMissingKeyIsNamed(String key) {
    String yaml = WHOLE.replaceAll("(?m)^" + key + ":.*\n", "");
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(SourceFault.class)
        .hasMessage("the key \"" + key + "\" is missing");
  }

  @Test
  void whatIsNoMappingAtAllIsSaid() {
    assertThatThrownBy(() -> parse("")).hasMessageContaining("it holds no keys");
    assertThatThrownBy(() -> parse("[1, 2]")).hasMessageContaining("it holds no keys");
    assertThatThrownBy(() -> MappingFile.read(Path.of("no-such.yaml")))
        .isInstanceOf(SourceFault.class)
        .hasMessageContaining("the mapping file cannot be read");
  }

  @Test
  void aConstantTimestampMustFitItsFormat() throws SourceFault {
    String yaml = WHOLE.replace("{field: ts,", "{constant: \"2024-01-01 00:00:00\",");
    assertThat(parse(yaml).timestamp()).isEqualTo(new Value.Constant("2024-01-01 00:00:00"));
    assertThatThrownBy(() -> parse(yaml.replace("2024-01-01 00:00:00", "soon")))
        .hasMessageContaining("the constant timestamp \"soon\" is not written as");
  }

  @Test
  void withoutAHeaderColumnsAreNumbers() throws SourceFault {
    String yaml = WHOLE.replaceAll("(?m)^header:.*$", "header: false").replaceAll("a\\.b", "7");
    assertThatThrownBy(() -> parse(yaml)).hasMessageContaining("columns are called 1, 2, 3");
    Mapping mapping =
        parse(
            yaml.replace("field: type", "field: 1")
                .replace("field: who", "field: 2")
                .replace("field: ts", "field: 3")
                .replace("field: message_id", "field: 4"));
    assertThat(((Shape.Csv) mapping.shape()).header()).isEqualTo(new Header.Numbers());
  }
}
