package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.assess.DisplayText;
import dev.headgate.console.Html;
import java.util.Optional;

/// What all pages of the console have in common: head, who is logged in, where else to go, foot.
final class Frame {
  private static final int LONGEST_NAME = 40;

  private Frame() {}

  /// Opens a document up to its content.
  ///
  /// @param refreshSeconds after which it is asked for again, for browsers without script; 0 for
  ///   never
  static Html open(Optional<Session> session, String title, int refreshSeconds) {
    Html html = new Html();
    html.ours("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    if (refreshSeconds > 0) {
      html.empty("meta", "http-equiv", "refresh", "content", Integer.toString(refreshSeconds));
    }
    html.element("title", title + " · Headgate");
    html.empty("link", "rel", "icon", "href", ConsoleRoute.ICON.path());
    html.empty("link", "rel", "stylesheet", "href", ConsoleRoute.STYLE.path());
    html.element("script", "", "src", ConsoleRoute.SCRIPT.path(), "defer", "defer");
    html.close().open("body");
    html.element("a", "Skip to the content", "class", "skip", "href", "#content");
    html.open("header", "class", "top");
    html.element("a", "Headgate", "class", "brand", "href", ConsoleRoute.HOME);
    session.ifPresent(known -> account(html, known));
    html.close();
    return html.open("main", "id", "content", "tabindex", "-1");
  }

  private static void account(Html html, Session session) {
    html.open("nav", "aria-label", "Console");
    html.element("a", "Imports", "href", ConsoleRoute.HOME);
    html.element("a", "Calendar", "href", ConsoleRoute.CALENDAR.path());
    if (session.isTeam()) {
      html.element("a", "Live traffic", "href", ConsoleRoute.PACE.path());
    }
    html.close();
    html.open("form", "class", "account", "method", "post", "action", ConsoleRoute.LOGOUT.path());
    token(html, session);
    String name = DisplayText.fit(Words.shown(session.actor().name()), LONGEST_NAME);
    String role =
        session
            .holder()
            .own()
            .map(project -> "customer, " + project.name())
            .orElse(Actor.OF_THE_TEAM);
    html.open("span", "class", "who").element("b", name, "dir", "auto");
    html.text(" ").element("span", role).close();
    html.element("button", "Log out", "class", "plain").close();
  }

  /// The field that every form brings back.
  static void token(Html html, Session session) {
    html.empty("input", "type", "hidden", "name", Console.TOKEN, "value", session.formToken());
  }

  /// Ends the document.
  static String close(Html html) {
    html.close();
    html.open("footer").element("p", "Times are UTC where no other zone is named.").close();
    return html.close().close().toString();
  }

  /// A page that says one thing.
  static String message(Optional<Session> session, String title, String what, String next) {
    Html html = open(session, title, 0);
    html.open("div", "class", "narrow").element("h1", title).element("p", what);
    html.element("p", next);
    html.open("p").element("a", "To the list of imports", "href", ConsoleRoute.HOME).close();
    html.close();
    return close(html);
  }
}
