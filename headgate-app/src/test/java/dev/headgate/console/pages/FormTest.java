package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormTest {
  @Test
  void fieldsAreReadAsBrowsersWriteThem() {
    Form form = Form.read("why=a+b%26%3Cc%3E%0D%0Ad&empty=&bare&%C3%A9=%F0%9F%99%82").orElseThrow();
    assertThat(form.raw("why")).isEqualTo("a b&<c>\r\nd");
    assertThat(form.has("empty")).isTrue();
    assertThat(form.has("bare")).isTrue();
    assertThat(form.text("é")).isEqualTo("🙂");
    assertThat(form.text("missing")).isEmpty();
  }

  @Test
  void aWrittenFieldHasNoWhiteSpaceAtItsEnds() {
    assertThat(Form.read("a=++x%0A").orElseThrow().text("a")).isEqualTo("x");
  }

  @Test
  void whatIsNoFormIsNone() {
    assertThat(Form.read("a=%zz")).isEmpty();
    assertThat(Form.read("a=1&".repeat(300))).isEmpty();
    assertThat(Form.read("").orElseThrow().fields()).isEmpty();
  }
}
