package dev.headgate.assess;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DisplayTextTest {
  @Test
  void eastAsianTextAndEmojiTakeTwoColumnsAndMarksNone() {
    assertThat(DisplayText.width("abc")).isEqualTo(3);
    assertThat(DisplayText.width("用户")).isEqualTo(4);
    assertThat(DisplayText.width("한국어")).isEqualTo(6);
    assertThat(DisplayText.width("ｆｕｌｌ")).isEqualTo(8);
    assertThat(DisplayText.width("\uD83D\uDE00")).isEqualTo(2);
    assertThat(DisplayText.width("e\u0301")).isEqualTo(1);
    assertThat(DisplayText.width("данные")).isEqualTo(6);
  }

  @Test
  void whatATerminalWouldActOnIsMadeVisible() {
    assertThat(DisplayText.visible("a\u001b[31mb\nc\u007f")).isEqualTo("a␛[31mb␊c␡");
    assertThat(DisplayText.visible("a\u200bb\u202ec\u0085")).isEqualTo("a<200b>b<202e>c<85>");
    assertThat(DisplayText.visible(" a")).isEqualTo("\" a\"");
    assertThat(DisplayText.visible("a\u00a0")).isEqualTo("\"a\u00a0\"");
    assertThat(DisplayText.visible("plain id")).isEqualTo("plain id");
  }

  @Test
  void aLongTextLosesItsMiddle() {
    assertThat(DisplayText.fit("abcdefghij", 10)).isEqualTo("abcdefghij");
    assertThat(DisplayText.fit("abcdefghijk", 10)).isEqualTo("abcde…hijk");
    assertThat(DisplayText.fit("用户用户用户", 8)).isEqualTo("用户…户");
    for (int columns = 1; columns < 14; columns++) {
      assertThat(DisplayText.width(DisplayText.fit("a用bc户\uD83D\uDE00de\u0301fgh", columns)))
          .isLessThanOrEqualTo(columns);
    }
  }

  @Test
  void textIsBrokenAtSpaces() {
    assertThat(DisplayText.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(DisplayText.wrap("a-very-long-word b", 7)).containsExactly("a-v…ord", "b");
    assertThat(DisplayText.wrap("", 7)).containsExactly("");
  }
}
