package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A page in a {@link Chromium}, used as people use it: what is clicked is clicked where it stands,
/// what is typed goes where the focus is. What it looks for is named by its words.
public final class Tab {
  /// Where scripts/install-browser puts it.
  private static final Path AXE =
      Path.of("..", "target", "axe", "node_modules", "axe-core", "axe.min.js");

  private final Chromium browser;
  private final String session;

  Tab(Chromium browser, String session) {
    this.browser = browser;
    this.session = session;
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    return browser.call(session, method, parameters);
  }

  private static ObjectNode object() {
    return Chromium.JSON.createObjectNode();
  }

  /// What an expression of the page's language has as its value, promises awaited.
  public JsonNode value(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            object()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    assertThat(result.path("exceptionDetails").isMissingNode())
        .as("%s: %s", expression, result)
        .isTrue();
    return result.path("result").path("value");
  }

  /// Goes to an address and waits until it is there.
  public void open(String url) throws Exception {
    leaving(() -> call("Page.navigate", object().put("url", url)));
  }

  private interface Doing {
    void run() throws Exception;
  }

  private void leaving(Doing doing) throws Exception {
    value("window.before = true");
    doing.run();
    Await.until("another page", this::isAnotherPage);
  }

  private boolean isAnotherPage() {
    try {
      return value("window.before !== true && document.readyState === 'complete'").asBoolean();
    } catch (Exception | AssertionError e) {
      return false; // between two pages there is none to ask
    }
  }

  public String path() throws Exception {
    return value("location.pathname").asText();
  }

  public String text() throws Exception {
    return value("document.body.innerText").asText();
  }

  public void awaitText(String text) throws Exception {
    try {
      Await.until("the page says: " + text, () -> saysNow(text));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + text(), e);
    }
  }

  private boolean saysNow(String text) {
    try {
      return text().contains(text);
    } catch (Exception | AssertionError e) {
      return false; // between two pages there is none to ask
    }
  }

  /// Replaces what stands in the field of this label, as somebody who types does.
  public void type(String label, String text) throws Exception {
    click(field(label));
    value("document.activeElement.select()");
    if (text.isEmpty()) {
      key("Delete");
    } else {
      call("Input.insertText", object().put("text", text));
    }
  }

  public String typed(String label) throws Exception {
    return value(field(label) + ".value").asText();
  }

  /// What is wrong with a field, as a screen reader reads it beside it.
  public String wrong(String label) throws Exception {
    return value(
            "(%1$s.getAttribute('aria-invalid') === 'true') ? (%1$s.getAttribute('aria-describedby').split(' ')"
                    .formatted(field(label))
                + ".map(id => document.getElementById(id).innerText).join(' ')) : ''")
        .asText();
  }

  /// Ticks a box, or chooses.
  public void choose(String words) throws Exception {
    click(labelled("label", words));
  }

  private String field(String label) {
    return labelled("label", label) + ".control";
  }

  /// Presses a button that leads to another page.
  public void press(String words) throws Exception {
    String button = labelled("button", words);
    leaving(() -> click(button));
  }

  public void follow(String words) throws Exception {
    String link = labelled("a", words);
    leaving(() -> click(link));
  }

  /// Opens what lies folded under these words.
  public void unfold(String words) throws Exception {
    if (!value(labelled("summary", words) + ".parentElement.open").asBoolean()) {
      click(labelled("summary", words));
    }
  }

  public boolean shows(String tag, String words) throws Exception {
    return value(all(tag, words) + ".length > 0").asBoolean();
  }

  private static String all(String tag, String words) {
    return "[...document.querySelectorAll(%s)].filter(e => e.innerText.trim().includes(%s) && e.checkVisibility())"
        .formatted(quoted(tag), quoted(words));
  }

  private static String labelled(String tag, String words) {
    return all(tag, words) + "[0]";
  }

  private static String quoted(String text) {
    return Chromium.JSON.valueToTree(text).toString();
  }

  /// Clicks into the middle of what an expression names, wherever that is.
  private void click(String element) throws Exception {
    JsonNode at =
        value(
            "(() => { const e = %s; if (!e) return null; e.scrollIntoView({block: 'center', behavior: 'instant'});"
                    .formatted(element)
                + " const b = e.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()");
    assertThat(at.isArray()).as("nothing to click: " + element).isTrue();
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          object()
              .put("type", type)
              .put("x", at.get(0).asDouble())
              .put("y", at.get(1).asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
  }

  /// Presses a key of the keyboard: `Tab`, `Enter`, `Space`.
  public void key(String key) throws Exception {
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "Space" -> 32;
          case "Delete" -> 46;
          default -> throw new IllegalArgumentException(key);
        };
    ObjectNode down =
        object()
            .put("type", "keyDown")
            .put("key", key.equals("Space") ? " " : key)
            .put("code", key)
            .put("windowsVirtualKeyCode", code);
    if (key.equals("Enter") || key.equals("Space")) {
      down.put("text", key.equals("Enter") ? "\r" : " ");
    }
    call("Input.dispatchKeyEvent", down);
    call(
        "Input.dispatchKeyEvent",
        object()
            .put("type", "keyUp")
            .put("key", key.equals("Space") ? " " : key)
            .put("code", key)
            .put("windowsVirtualKeyCode", code));
  }

  /// Types what goes where the focus is.
  public void write(String text) throws Exception {
    call("Input.insertText", object().put("text", text));
  }

  public boolean focusIsVisible() throws Exception {
    return value("parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2")
        .asBoolean();
  }

  /// What has the focus, in words.
  public String focused() throws Exception {
    return value(
            "(e => (e.labels?.[0]?.innerText || e.innerText || e.tagName).trim())(document.activeElement)")
        .asText();
  }

  /// Looks at the page as on a screen of this width.
  public void screen(int width, int height, boolean dark) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        object()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    ObjectNode media = object();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", dark ? "dark" : "light");
    call("Emulation.setEmulatedMedia", media);
  }

  /// How many pixels the page is wider than its screen.
  public int tooWideBy() throws Exception {
    return value("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .asInt();
  }

  /// Takes a picture of the whole page.
  public void picture(Path file) throws Exception {
    JsonNode picture = call("Page.captureScreenshot", object().put("captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  /// What axe-core finds that keeps people out: its rules, each with what it met.
  public List<String> accessibilityFaults() throws Exception {
    value(Files.readString(AXE) + ";1");
    JsonNode violations = value("axe.run(document).then(found => found.violations)");
    List<String> faults = new ArrayList<>();
    for (JsonNode violation : violations) {
      faults.add(
          violation.path("impact").asText()
              + " "
              + violation.path("id").asText()
              + ": "
              + violation.path("nodes").findValuesAsText("html"));
    }
    return faults;
  }
}
