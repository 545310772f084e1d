package dev.headgate.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class HtmlTest {
  @Test
  void textAndValuesOfAttributesAreEscaped() {
    Html html = new Html();
    html.open("p", "title", "\"><script>alert('1')</script>").text("<b>&amp;</b>").close();
    assertThat(html.toString())
        .isEqualTo(
            "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;\">"
                + "&lt;b&gt;&amp;amp;&lt;/b&gt;</p>");
  }

  @Test
  void namesThatAreNoneAreBugs() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Html().open("p onclick=x"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Html().open("p", "a b", "c"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Html().open("p", "a"));
    assertThatIllegalStateException().isThrownBy(() -> new Html().open("p").toString());
  }
}
