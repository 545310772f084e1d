package dev.headgate.console.pages;

import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// The part of an import's page that changes by itself: whose move it is, and while it runs how far
/// and how fast it is. The script asks for it again and again; where the state has changed it asks
/// for the whole page.
final class LivePart {
  private static final Set<ImportState> SENT_FROM = Set.of(ImportState.RUNNING, ImportState.PAUSED);
  private static final int FEWEST_RATES = 3;
  private static final int ANNOUNCED_STEP = 10;

  private final Html html;
  private final Reports reports;

  LivePart(Html html, Reports reports) {
    this.html = html;
    this.reports = reports;
  }

  /// @param version of what else stands on the page: another one means that it has changed
  /// @param progress empty where nothing was ever sent
  void write(ImportRecord record, Instant now, int version, Optional<Progress> progress) {
    boolean runs = record.state() == ImportState.RUNNING;
    html.open(
        "section",
        "class",
        "live",
        "aria-labelledby",
        "stands",
        "data-live",
        ConsoleRoute.LIVE.path(record.number()),
        "data-every",
        runs ? "1" : "5",
        "data-version",
        record.state().key() + " " + version);
    html.element("h2", "Where it stands", "class", "sr", "id", "stands");
    move(record, now);
    if (SENT_FROM.contains(record.state()) && progress.isPresent()) {
      progress(record, progress.get());
    }
    html.close();
  }

  private void move(ImportRecord record, Instant now) {
    Move move = Move.of(record, now);
    html.open("p", "class", "move", "data-part", "move");
    Words.badge(html, record.state());
    html.text(" ");
    if (move.of() != Move.Of.NOBODY) {
      html.element("b", "Waits for " + move.of().words() + ".").text(" ");
    }
    html.text(move.what()).close();
    record
        .hold()
        .ifPresent(hold -> {
          html.open("div", "class", "quote", "data-part", "hold");
          html.element("p", "Paused by " + Words.who(hold.by()) + ":", "class", "by");
          Words.said(html, "p", hold.reason());
          html.close();
        });
  }

  private void progress(ImportRecord record, Progress progress) {
    boolean runs = record.state() == ImportState.RUNNING;
    long percent = (long) Math.floor(progress.share() * 100);
    html.open("div", "data-part", "bar");
    html.empty(
        "progress",
        "max",
        "100",
        "value",
        Long.toString(percent),
        "aria-label",
        "Events accounted for");
    html.close();
    html.open("p", "class", "sr", "aria-live", "polite", "data-part", "said");
    html.text(
        (percent - percent % ANNOUNCED_STEP)
            + " % or more is in."
            + (runs && !progress.sends() ? " Nothing is coming at the moment." : ""));
    html.close();
    html.open("ul", "class", "tiles", "data-part", "figures");
    tile(
        Amounts.percent(progress.share()),
        Amounts.count(progress.accounted()) + " of " + Amounts.count(progress.events(), "event"));
    if (runs) {
      tile(
          progress.came().isPresent() ? Words.perSecond(progress.came().getAsDouble()) : "–",
          "come now");
      tile(
          progress.sends() ? Words.perSecond(progress.allowed().getAsDouble()) : "–",
          "may come now");
      tile(
          progress.left().map(left -> Amounts.duration(left.toMillis() / 1e3)).orElse("–"),
          "left, about");
      tile(Amounts.count(Math.round(progress.waiting())), "wait before the stores");
    }
    tile(Amounts.count(progress.rejected()), progress.rejected() == 1 ? "reject" : "rejects");
    html.close();
    html.open("div", "data-part", "notes");
    notes(record, progress, runs);
    html.close();
    html.open("div", "data-part", "rates");
    if (progress.rates().size() >= FEWEST_RATES) {
      reports.rates(html, progress.rates());
    }
    html.close();
  }

  private void tile(String figure, String what) {
    html.open("li").element("b", figure).text(" ").element("span", what).close();
  }

  private void notes(ImportRecord record, Progress progress, boolean runs) {
    if (runs && !progress.sends()) {
      html.element(
          "p",
          "Nothing has come for some seconds. If the importer's process has ended, run the same import"
              + " again: it goes on where it was.",
          "class",
          "note");
    }
    record
        .terms()
        .filter(terms -> terms.mostPerSecond().isPresent())
        .ifPresent(terms ->
            html.element(
                "p",
                "By amendment at most "
                    + Words.perSecond(terms.mostPerSecond().getAsDouble())
                    + ".",
                "class",
                "note"));
    if (progress.factor() < 1) {
      html.element(
          "p",
          "Slowed to "
              + Amounts.percent(progress.factor())
              + " for live traffic"
              + (progress.slowedBecause().isEmpty() ? "" : ": " + progress.slowedBecause())
              + ".",
          "class",
          "note");
    }
    progress
        .rejects()
        .forEach((reason, count) ->
            html.element(
                "p",
                "Rejected: " + Amounts.count(count) + " " + reason.replace('_', ' ') + ".",
                "class",
                "note"));
  }
}
