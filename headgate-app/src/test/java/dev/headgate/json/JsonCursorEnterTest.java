package dev.headgate.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonCursorEnterTest {
  private static final String JSON =
      "{\"a\":1, \"list\" : [ {\"x\":[1,2]} , 7,{}], \"o\":{\"p\": {\"q\":\"é\"}, \"r\":2 },\"z\":3}";

  private static JsonCursor open(String json) throws MalformedJson {
    // Not at the start of its buffer.
    byte[] utf8 = ("  " + json).getBytes(UTF_8);
    return JsonCursor.object(utf8, 2, utf8.length);
  }

  private static String walk(JsonCursor cursor, boolean deep) throws MalformedJson {
    List<String> seen = new ArrayList<>();
    while (cursor.next()) {
      boolean holds = cursor.kind() == JsonKind.OBJECT || cursor.kind() == JsonKind.ARRAY;
      seen.add(cursor.name() + "=" + (deep && holds ? walk(cursor.enter(), true) : cursor.text()));
    }
    return seen.toString();
  }

  @Test
  void walksWhatIsInside() throws MalformedJson {
    assertThat(walk(open(JSON), true))
        .isEqualTo("[a=1, list=[=[x=[=1, =2]], =7, =[]], o=[p=[q=é], r=2], z=3]");
    assertThat(walk(open(JSON), false))
        .isEqualTo("[a=1, list=[ {\"x\":[1,2]} , 7,{}], o={\"p\": {\"q\":\"é\"}, \"r\":2 }, z=3]");
  }

  @Test
  void skipsWhatWasNotWalkedToItsEnd() throws MalformedJson {
    JsonCursor cursor = open(JSON);
    List<String> names = new ArrayList<>();
    while (cursor.next()) {
      names.add(cursor.name());
      if (cursor.kind() == JsonKind.OBJECT || cursor.kind() == JsonKind.ARRAY) {
        JsonCursor inside = cursor.enter();
        assertThat(inside.next()).isTrue();
        JsonCursor further = inside.enter();
        assertThat(further.next()).isTrue();
      }
    }
    assertThat(names).containsExactly("a", "list", "o", "z");
  }

  @Test
  void answersTheBytesOfWhatWasWalkedWhollyOrInPart() throws MalformedJson {
    for (boolean wholly : new boolean[] {true, false}) {
      JsonCursor cursor = open(JSON);
      while (cursor.next()) {
        if (cursor.name().equals("o")) {
          JsonCursor inside = cursor.enter();
          while (inside.next() && wholly) {
            inside.text();
          }
          assertThat(cursor.raw().toString()).isEqualTo("{\"p\": {\"q\":\"é\"}, \"r\":2 }");
        }
      }
    }
  }

  @Test
  void whatIsMalformedInsideIsFound() throws MalformedJson {
    JsonCursor cursor = open("{\"o\":{\"p\":1,}}");
    assertThat(cursor.next()).isTrue();
    JsonCursor inside = cursor.enter();
    assertThat(inside.next()).isTrue();
    assertThatThrownBy(inside::next).isInstanceOf(MalformedJson.class);
  }

  @Test
  void aScalarHasNothingInside() throws MalformedJson {
    JsonCursor cursor = open(JSON);
    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(cursor::enter).isInstanceOf(IllegalStateException.class);
  }
}
