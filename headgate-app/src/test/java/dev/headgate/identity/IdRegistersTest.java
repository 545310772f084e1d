package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.HexFormat;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;

class IdRegistersTest {
  private final Random random = new Random(20);

  @Test
  void mergingCommutesAssociatesAndRepeatsFreely() {
    for (int i = 0; i < 300; i++) {
      IdRegisters a = someRegisters();
      IdRegisters b = someRegisters();
      IdRegisters c = someRegisters();
      assertThat(a.merge(b)).isEqualTo(b.merge(a));
      assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
      assertThat(a.merge(b).merge(b).merge(a)).isEqualTo(a.merge(b));
      assertThat(a.merge(IdRegisters.EMPTY)).isEqualTo(a);
    }
  }

  @Test
  void twoEventsUnderOneUuidGiveTheSameInAnyOrder() {
    IdRegisters a = registers("{\"$set\":{\"k\":1}}", 5, 9);
    IdRegisters b = registers("{\"$set\":{\"k\":2}}", 5, 9);
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
  }

  @Test
  void bytesAndBackIsTheSame() {
    assertThat(IdRegisters.decode(IdRegisters.EMPTY.encode())).isEqualTo(IdRegisters.EMPTY);
    for (int i = 0; i < 300; i++) {
      IdRegisters registers = someRegisters().merge(someRegisters());
      byte[] encoded = registers.encode();
      assertThat(IdRegisters.decode(encoded)).isEqualTo(registers);
      assertThat(IdRegisters.decode(encoded).encode()).isEqualTo(encoded);
      assertThat(IdRegisters.decodeSightings(encoded)).isEqualTo(registers.sightings());
    }
  }

  @Test
  void keysOfOneEventShareItsStamp() {
    IdRegisters registers = registers("{\"$set\":{\"aa\":11,\"bb\":22,\"cc\":33}}", 5, 9);
    int stamp = 24;
    int keys = 3 * (3 + 1 + 3);
    assertThat(registers.encode()).hasSize(2 + 1 + stamp + 1 + keys);
  }

  @Test
  void usualKeysAreNumbersAndTheirFirstValueStandsOnce() {
    IdRegisters registers = registers("{\"$os\":\"iOS\",\"sccid\":7,\"$set\":{\"aa\":1}}", 5, 9);
    String keys =
        // $initial_os, $initial_sccid, $os (value of its partner), aa, sccid (likewise)
        "05"
            + "0300"
            + "0522694f5322"
            + "ab0100"
            + "0137"
            + "0105"
            + "04616101"
            + "0131"
            + "a90105";
    assertThat(HexFormat.of().formatHex(registers.encode()))
        .isEqualTo("02" + "01" + "01" + stamp(5, 9) + keys);
    assertThat(IdRegisters.decode(registers.encode())).isEqualTo(registers);
  }

  @Test
  void aValueThatChangedStandsBesideTheFirst() {
    IdRegisters registers =
        registers("{\"$os\":\"iOS\"}", 5, 9).merge(registers("{\"$os\":\"Linux\"}", 6, 8));
    assertThat(registers.toString()).contains("iOS", "Linux");
    assertThat(IdRegisters.decode(registers.encode())).isEqualTo(registers);
    IdRegisters unset = registers.merge(registers("{\"$unset\":[\"$initial_os\"]}", 7, 7));
    assertThat(IdRegisters.decode(unset.encode())).isEqualTo(unset);
  }

  @Test
  void theLayoutOfBeforeIsRead() {
    String keys =
        "02"
            + "0b24696e697469616c5f6f73"
            + "00"
            + "0522694f5322"
            + "03246f73"
            + "01"
            + "0522694f5322";
    byte[] encoded = HexFormat.of().parseHex("01" + "01" + "01" + stamp(5, 9) + keys);
    assertThat(IdRegisters.decode(encoded)).isEqualTo(registers("{\"$os\":\"iOS\"}", 5, 9));
    assertThat(IdRegisters.decodeSightings(encoded).seen()).isNotNull();
  }

  private static String stamp(long micros, long uuid) {
    return "%016x%032x".formatted(micros, uuid);
  }

  @Test
  void aLayoutOfTheFutureIsRefused() {
    byte[] encoded = IdRegisters.EMPTY.encode();
    encoded[0] = 3;
    assertThatThrownBy(() -> IdRegisters.decode(encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layout 3");
  }

  @Test
  void tooManyKeysAreCutTheSameInAnyOrder() {
    IdRegisters a = manyKeys(0, 7_000);
    IdRegisters b = manyKeys(3_000, 12_000);
    IdRegisters all = manyKeys(0, 12_000);
    assertThat(all.size()).isEqualTo(IdRegisters.MAX_KEYS);
    assertThat(a.merge(b)).isEqualTo(all);
    assertThat(b.merge(a)).isEqualTo(all);
    assertThat(b.merge(all)).isEqualTo(all);
  }

  private static IdRegisters manyKeys(int from, int to) {
    StringJoiner set = new StringJoiner(",", "{\"$set\":{", "}}");
    for (int i = from; i < to; i++) {
      set.add("\"k" + (100_000 + i) + "\":" + i);
    }
    return registers(set.toString(), 1, 1);
  }

  private IdRegisters someRegisters() {
    IdRegisters.Builder builder = new IdRegisters.Builder();
    new Histories(random)
        .next("").stream()
            .map(happening -> EventFacts.of(happening.event()))
            .forEach(builder::absorb);
    return builder.build();
  }

  private static IdRegisters registers(String properties, long micros, long uuid) {
    IdRegisters.Builder builder = new IdRegisters.Builder();
    builder.absorb(
        EventFacts.of(
            new Event(
                new EventId(0, uuid),
                "page",
                new DistinctId("a"),
                micros,
                JsonBytes.of(properties))));
    return builder.build();
  }
}
