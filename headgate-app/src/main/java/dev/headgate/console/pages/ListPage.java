package dev.headgate.console.pages;

import dev.headgate.admit.ImportRecord;
import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The imports that somebody may see: first those that wait for them, then those that go on, then
/// the rest, the newest first.
final class ListPage {
  private static final int MOST_ROWS = 200;

  private final Html html;
  private final Session session;
  private final Instant now;

  /// An import in the list.
  ///
  /// @param since when it came to be in its state
  record Row(ImportRecord record, String project, long events, Instant since) {}

  private ListPage(Html html, Session session, Instant now) {
    this.html = html;
    this.session = session;
    this.now = now;
  }

  static int most() {
    return MOST_ROWS;
  }

  /// In the order of the list.
  static Comparator<ImportRecord> order(Session session, Instant now) {
    return Comparator.<ImportRecord>comparingInt(record -> rank(record, session, now))
        .thenComparing(Comparator.comparingInt(ImportRecord::number).reversed());
  }

  private static int rank(ImportRecord record, Session session, Instant now) {
    if (Move.of(record, now).isOf(session.actor().role())) {
      return 0;
    }
    return switch (record.state()) {
      case RUNNING, PAUSED -> 1;
      case SUBMITTED, CHANGES_REQUESTED, GREEN_LIT, DRAFT, COMPLETED -> 2;
      case VERIFIED, INCOMPLETE, DECLINED, CANCELLED, EXPIRED -> 3;
    };
  }

  /// @param rows in the order of the list
  /// @param all how many there are
  static String of(Session session, List<Row> rows, int all, Instant now) {
    Html html = Frame.open(Optional.of(session), "Imports", 0);
    new ListPage(html, session, now).write(rows, all);
    return Frame.close(html);
  }

  private void write(List<Row> rows, int all) {
    html.element("h1", "Imports");
    if (rows.isEmpty()) {
      html.element("p", "There is none yet. An import shows here once it is assessed:");
      html.open("p").element("code", "headgate import EXPORT --server URL --key KEY").close();
      return;
    }
    long own =
        rows.stream()
            .filter(row -> Move.of(row.record(), now).isOf(session.actor().role()))
            .count();
    html.element(
        "p",
        own == 0
            ? "None waits for you."
            : Amounts.count(own, "import")
                + (own == 1 ? " waits for " : " wait for ")
                + (session.isTeam() ? "the pipeline team." : "you."));
    html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Imports");
    html.open("table", "class", "imports").open("thead").open("tr");
    for (String column : List.of("Import", "State", "Waits for", "Project", "Events", "Since")) {
      html.element("th", column, "scope", "col");
    }
    html.close().close().open("tbody");
    rows.forEach(this::row);
    html.close().close().close();
    if (all > rows.size()) {
      html.element("p", "And " + Amounts.count(all - rows.size(), "older import") + ".");
    }
  }

  private void row(Row row) {
    ImportRecord record = row.record();
    Move move = Move.of(record, now);
    boolean own = move.isOf(session.actor().role());
    html.open("tr", "class", own ? "own" : "");
    html.open("th", "scope", "row").open("a", "href", ConsoleRoute.IMPORT.path(record.number()));
    html.text(record.number() + " · ").element("bdi", Words.title(record)).close().close();
    html.open("td", "data-label", "State");
    Words.badge(html, record.state());
    html.close();
    html.element("td", own ? "you" : move.of().words(), "data-label", "Waits for");
    html.element("td", Words.shown(row.project()), "data-label", "Project");
    html.element("td", Amounts.count(row.events()), "data-label", "Events");
    html.open("td", "data-label", "Since");
    html.element(
        "time",
        Words.age(row.since(), now),
        "datetime",
        row.since().toString(),
        "title",
        Words.second(row.since()));
    html.close().close();
  }
}
