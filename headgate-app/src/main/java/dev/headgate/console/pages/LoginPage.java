package dev.headgate.console.pages;

import dev.headgate.console.Html;
import java.util.Optional;

/// Where a key opens a session.
final class LoginPage {
  static final String KEY = "key";
  static final String NAME = "name";
  static final String NEXT = "next";

  private LoginPage() {}

  /// @param name as it was typed
  /// @param next where to go after it
  /// @param wrong why it did not work; empty at first
  static String of(String name, String next, String wrong) {
    Html html = Frame.open(Optional.empty(), "Log in", 0);
    html.open("div", "class", "narrow");
    html.element("h1", "Log in");
    if (!wrong.isEmpty()) {
      html.element("p", wrong, "class", "trouble", "role", "alert", "id", "wrong");
    }
    html.open("form", "method", "post", "action", ConsoleRoute.LOGIN.path());
    html.empty("input", "type", "hidden", "name", NEXT, "value", next);
    html.open("div", "class", "field").element("label", "Your name", "for", NAME);
    html.element(
        "p",
        "It stands beside what you do, in the audit. A key of your own, as a member of the pipeline"
            + " team, says it by itself.",
        "class",
        "hint",
        "id",
        "name-hint");
    html.empty(
        "input",
        "id",
        NAME,
        "name",
        NAME,
        "type",
        "text",
        "value",
        name,
        "autocomplete",
        "name",
        "maxlength",
        Integer.toString(Console.LONGEST_NAME),
        "dir",
        "auto",
        "aria-describedby",
        "name-hint");
    html.close();
    html.open("div", "class", "field").element("label", "Key", "for", KEY);
    html.element(
        "p",
        "Your project's customer key, your own as a member of the pipeline team, or the team's. If you"
            + " have none, ask the pipeline team; who runs the pipeline finds the first and the last in"
            + " its keys.json.",
        "class",
        "hint",
        "id",
        "key-hint");
    html.empty(
        "input",
        "id",
        KEY,
        "name",
        KEY,
        "type",
        "password",
        "autocomplete",
        "current-password",
        "required",
        "required",
        "aria-describedby",
        wrong.isEmpty() ? "key-hint" : "wrong key-hint");
    html.close();
    html.open("p").element("button", "Log in", "class", "does").close();
    html.close();
    if (!next.equals(ConsoleRoute.HOME)) {
      // Browsers leave the cookie out where a link of another site, or of a mail, leads here.
      html.open("p").text("Logged in already? ");
      html.element("a", "Go on", "href", next).close();
    }
    html.close();
    return Frame.close(html);
  }
}
