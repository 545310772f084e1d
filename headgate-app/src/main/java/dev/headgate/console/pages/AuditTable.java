package dev.headgate.console.pages;

import dev.headgate.admit.TrailEntry;
import dev.headgate.console.Html;
import java.util.List;

/// What was done to an import, a row a step.
final class AuditTable {
  private AuditTable() {}

  /// @param label what a screen reader calls it
  /// @param entries oldest first
  static void write(Html html, String label, List<TrailEntry> entries) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", label);
    html.open("table", "class", "steps-taken").open("thead").open("tr");
    for (String column : List.of("When", "Who", "What", "Why")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    for (TrailEntry entry : entries.reversed()) {
      html.open("tr");
      html.open("td", "data-label", "When");
      html.element("time", Words.second(entry.at()), "datetime", entry.at().toString());
      html.close();
      html.element(
          "td", Words.who(entry.actor(), entry.role()), "dir", "auto", "data-label", "Who");
      html.element("td", Words.done(entry.step()), "data-label", "What");
      html.open("td", "data-label", "Why");
      Words.said(html, "span", entry.why());
      html.close();
      html.close();
    }
    html.close().close().close();
  }
}
