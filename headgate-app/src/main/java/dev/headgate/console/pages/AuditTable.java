package dev.headgate.console.pages;

import dev.headgate.admit.AuditEntry;
import dev.headgate.console.Html;
import java.util.List;

/// What was done to an import, a row a step.
final class AuditTable {
  private AuditTable() {}

  /// @param entries oldest first
  static void write(Html html, List<AuditEntry> entries) {
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Steps");
    html.open("table", "class", "steps-taken").open("thead").open("tr");
    for (String column : List.of("When", "Who", "What", "Why")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    for (AuditEntry entry : entries.reversed()) {
      html.open("tr");
      html.open("td");
      html.element("time", Words.second(entry.at()), "datetime", entry.at().toString());
      html.close();
      html.element("td", Words.who(entry.by()), "dir", "auto");
      html.element("td", Words.done(entry.step()));
      Words.said(html, "td", entry.why());
      html.close();
    }
    html.close().close().close();
  }
}
