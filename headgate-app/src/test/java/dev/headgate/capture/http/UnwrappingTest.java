package dev.headgate.capture.http;

import static dev.headgate.capture.http.CaptureServer.gzip;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.capture.http.Unwrapping.Hints;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnwrappingTest {
  private static final String JSON = "{\"event\":\"a\",\"x\":\"?>ö ~~~\"}";
  private static final Hints NONE = hints("application/json");
  private static final Hints FORM = hints("application/x-www-form-urlencoded");
  private static final int AT_MOST = 10_000;

  private static Hints hints(String contentType) {
    return new Hints(Optional.of(contentType), Optional.empty(), Optional.empty());
  }

  private static String unwrapped(byte[] body, Hints hints) throws BodyRefused {
    Body json =
        Unwrapping.unwrapped(
                new Body(body, body.length), hints, AT_MOST, new BodyBudget(1 << 20).claim())
            .json();
    return new String(json.bytes(), 0, json.length(), UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] form(String data) {
    return utf8("ver=1&data=" + URLEncoder.encode(data, UTF_8) + "&ip=0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/plain", "application/x-www-form-urlencoded", "x/y"})
  void jsonIsJsonWhateverTheHeadersSay(String contentType) throws BodyRefused {
    assertThat(unwrapped(utf8(JSON), hints(contentType))).isEqualTo(JSON);
    assertThat(unwrapped(utf8("\n [1]"), hints(contentType))).isEqualTo("\n [1]");
    assertThat(unwrapped(gzip(utf8(JSON)), hints(contentType))).isEqualTo(JSON);
  }

  @Test
  void aFormHoldsJsonOrBase64OfItOrOfGzip() throws BodyRefused {
    assertThat(unwrapped(form(JSON), FORM)).isEqualTo(JSON);
    assertThat(unwrapped(form(base64(utf8(JSON))), FORM)).isEqualTo(JSON);
    assertThat(unwrapped(form(base64(gzip(utf8(JSON)))), FORM)).isEqualTo(JSON);
    assertThat(unwrapped(gzip(form(JSON)), FORM)).isEqualTo(JSON);
    assertThat(unwrapped(form(JSON), hints("Application/X-WWW-Form-URLencoded; charset=UTF-8")))
        .isEqualTo(JSON);
  }

  @Test
  void aPlusOfBase64ThatAFormMadeASpaceIsAPlusAgain() throws BodyRefused {
    String withPlus = base64(utf8("{\"a\":\"~~~\",\"b\":\"~>\"}"));
    assertThat(withPlus).contains("+");
    assertThat(unwrapped(utf8("data=" + withPlus), FORM)).isEqualTo("{\"a\":\"~~~\",\"b\":\"~>\"}");
  }

  @Test
  void base64IsKnownByItsLettersAlsoThoseOfFileNames() throws BodyRefused {
    byte[] json = utf8(JSON);
    assertThat(unwrapped(utf8(base64(json)), NONE)).isEqualTo(JSON);
    String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    assertThat(urlSafe).containsAnyOf("-", "_");
    assertThat(unwrapped(utf8(urlSafe), NONE)).isEqualTo(JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "hello", "12345678", "a b", "%7B%7D", ""})
  void whatIsNothingOfThisIsLeftForTheReaderOfJson(String body) throws BodyRefused {
    assertThat(unwrapped(utf8(body), NONE)).isEqualTo(body);
  }

  @Test
  void lzStringIsReadWhereTheRequestOrTheFormNamesIt() throws BodyRefused {
    String packed = "N4IgpgbmB2AuIC4QEMQBoQA9EkI3A/Aie0HVtQXg3AAPZAF8g===";
    String text = "{\"event\":\"a\",\"x\":\"ααα漢字😀\"}";
    Hints lz64 = new Hints(Optional.empty(), Optional.empty(), Optional.of("lz64"));
    assertThat(unwrapped(utf8(packed), lz64)).isEqualTo(text);
    assertThat(unwrapped(utf8("data=" + packed + "&compression=lz64"), FORM)).isEqualTo(text);
    assertThat(unwrapped(utf8(JSON), lz64)).isEqualTo(JSON);
  }

  @Test
  void aFormWithoutDataAndABodyThatIsNoFormAreRefused() {
    assertThatThrownBy(() -> unwrapped(utf8("a=1&datum=2"), FORM))
        .isInstanceOf(BodyRefused.class)
        .hasMessage("request missing data payload");
    assertThatThrownBy(() -> unwrapped(utf8("<xml/>"), FORM))
        .isInstanceOf(BodyRefused.class)
        .hasMessage("failed to decode request: expected form data in POST request payload");
  }

  @Test
  void layersThatInflateBeyondTheBoundAreRefusedAndSoAreTooManyOfThem() throws BodyRefused {
    byte[] bomb = utf8("[" + " ".repeat(AT_MOST) + "]");
    assertThatThrownBy(() -> unwrapped(gzip(gzip(bomb)), NONE))
        .isInstanceOf(BodyRefused.class)
        .hasMessageContaining("more than 10000 bytes");
    byte[] onion = utf8(JSON);
    for (int layer = 0; layer < 4; layer++) {
      onion = gzip(onion);
    }
    assertThat(unwrapped(onion, NONE)).isEqualTo(JSON);
    assertThat(unwrapped(gzip(onion), NONE)).isNotEqualTo(JSON);
  }

  @Test
  void theFirstFieldOfAFormCounts() {
    byte[] text = utf8("datax=0&data=%7B%2&data=2");
    assertThat(new Form(text, text.length).field("data").map(Body::ascii)).hasValue("{%2");
    assertThat(new Form(text, text.length).field("dat")).isEmpty();
    byte[] cut = Arrays.copyOf(text, 4);
    assertThat(new Form(cut, 4).looksLikeOne()).isFalse();
  }
}
