package dev.headgate.console.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The files that pages of the console name: the style sheet, the script, the icon.
final class ConsoleFiles {
  private final Answer style;
  private final Answer script = Answer.file("text/javascript; charset=utf-8", text("console.js"));
  private final Answer icon = Answer.file("image/svg+xml", text("icon.svg"));

  /// @param ofReports the style sheet of reports, which the console's builds on
  ConsoleFiles(String ofReports) {
    style = Answer.file("text/css; charset=utf-8", ofReports + text("console.css"));
  }

  Answer style() {
    return style;
  }

  Answer script() {
    return script;
  }

  Answer icon() {
    return icon;
  }

  private static String text(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
