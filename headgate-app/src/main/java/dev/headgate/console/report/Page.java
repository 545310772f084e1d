package dev.headgate.console.report;

import dev.headgate.console.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What pages have in common: a document that needs nothing else, neither files nor network.
final class Page {
  private static final String STYLE = "report.css";

  private Page() {}

  /// Opens a document up to its first heading.
  static Html open(String title) {
    Html html = new Html();
    html.ours("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    html.element("title", title);
    return html.open("style").ours(style()).close().close().open("body").open("main");
  }

  /// Ends the document.
  static String close(Html html) {
    return html.close().close().close().toString();
  }

  static String style() {
    try (InputStream in = Page.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IllegalStateException(STYLE + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
