package dev.headgate.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JsonNamesTest {

  @Test
  void aNameThatRepeatsIsTheSameString() {
    assertThat(of("$browser")).isEqualTo("$browser").isSameAs(of("$browser"));
  }

  /// The hash looks at both ends of a name only.
  @Test
  void namesThatShareAHashDoNotDriveEachOtherOut() {
    manyOthers();
    List<String> names = List.of("$session-1-entry-id", "$session-2-entry-id");
    names.forEach(JsonNamesTest::of);
    List<String> before = names.stream().map(JsonNamesTest::of).toList();

    for (int i = 0; i < names.size(); i++) {
      assertThat(of(names.get(i))).isEqualTo(names.get(i)).isSameAs(before.get(i));
    }
  }

  private static void manyOthers() {
    for (int i = 0; i < 20_000; i++) {
      of("other " + i);
    }
  }

  @Test
  void manyMoreNamesThanAreKeptAreReadRight() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      names.add("n".repeat(random.nextInt(70)) + random.nextInt(100) + "ü" + i % 3);
    }
    for (String name : names) {
      assertThat(of(name)).as("seed %d", seed).isEqualTo(name);
    }
  }

  private static String of(String name) {
    byte[] bytes = ('"' + name + '"').getBytes(UTF_8);
    return JsonNames.of(bytes, 1, bytes.length - 1);
  }
}
