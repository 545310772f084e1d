package dev.headgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

  @Test
  void readsAndPrintsAsTheJdkDoes() {
    long seed = 7;
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      EventId id = EventId.parse(uuid.toString()).orElseThrow();
      assertThat(id)
          .isEqualTo(new EventId(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()));
      assertThat(id).hasToString(uuid.toString());
      assertThat(id.ascii()).isEqualTo(uuid.toString().getBytes(StandardCharsets.US_ASCII));
      assertThat(EventId.parse(uuid.toString().toUpperCase(Locale.ROOT))).hasValue(id);
      assertThat(EventId.parse(uuid.toString().replace("-", ""))).hasValue(id);
      byte[] quoted = ('"' + uuid.toString() + '"').getBytes(StandardCharsets.US_ASCII);
      assertThat(EventId.parse(quoted, 1, quoted.length - 1)).hasValue(id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "018e1f5a-0000-7000-8000-00000000000",
        "018e1f5a-0000-7000-8000-0000000000000",
        "018e1f5a00007-000-8000-000000000000",
        "018e1f5a-0000-7000-8000-00000000000g",
        "018e1f5a-0000-7000-8000-00000000000\u0661",
        "018e1f5a_0000_7000_8000_000000000000",
        "018e1f5a-0000-7000-8000_000000000000",
        "018e1f5a-000g-7000-8000-000000000000",
        "018e1f5a0000700080000000000000\u01610",
        "{18e1f5a-0000-7000-8000-000000000000}",
        "-18e1f5a-0000-7000-8000-000000000000",
      })
  void refusesWhatIsNoUuid(String text) {
    assertThat(EventId.parse(text)).isEmpty();
  }

  @Test
  void ordersAsItsTextDoes() {
    Random random = new Random(8);
    for (int i = 0; i < 1_000; i++) {
      EventId a = new EventId(random.nextLong(), random.nextLong());
      EventId b =
          new EventId(random.nextBoolean() ? a.high() : random.nextLong(), random.nextLong());
      assertThat(Integer.signum(a.compareTo(b)))
          .isEqualTo(Integer.signum(a.toString().compareTo(b.toString())));
    }
  }
}
