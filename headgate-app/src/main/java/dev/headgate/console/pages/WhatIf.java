package dev.headgate.console.pages;

import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.ImportState;
import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.console.Reports;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.Range;
import dev.headgate.plan.SimulatedRun;
import java.util.EnumSet;
import java.util.Set;

/// What would come of another peak, on an import's page while somebody may still decide: a field
/// and a slider to move it with, and what the simulation says of it. The script asks for the part
/// with the answer; without it the form asks for the whole page.
final class WhatIf {
  static final String ID = "what-if";

  private static final Set<ImportState> OPEN =
      EnumSet.of(ImportState.SUBMITTED, ImportState.CHANGES_REQUESTED);

  /// The slider reaches from this part of the planned peak to so many times as much.
  private static final double LEAST_PART = 0.05;

  private static final double MOST_TIMES = 3;

  private final Html html;
  private final Reports reports;

  /// A peak that somebody wants to be tried.
  sealed interface Tried {
    Tried NOTHING = new Not("", "");

    /// As they typed it.
    String typed();

    /// The plan that it makes, simulated.
    record Done(String typed, ImportPlan plan) implements Tried {}

    /// Why it was not tried; empty where nothing was asked for.
    record Not(String typed, String why) implements Tried {}
  }

  WhatIf(Html html, Reports reports) {
    this.html = html;
    this.reports = reports;
  }

  /// Whether anything can still be moved.
  static boolean isOpen(ImportRecord record) {
    return OPEN.contains(record.state()) && record.request().isPresent();
  }

  /// @param asked the plan as it was asked for
  void write(ImportRecord record, ImportPlan asked, Tried tried, boolean canTakeOver) {
    String page = ConsoleRoute.IMPORT.path(record.number());
    long planned = Math.round(asked.peakPerSecond());
    html.open("section", "id", ID, "data-what-if", ConsoleRoute.WHAT_IF.path(record.number()));
    html.element("h2", "What if it were faster or slower?");
    html.open("form", "method", "get", "action", page + "#" + ID, "class", "ask");
    html.open("div", "class", "field");
    html.element("label", "Peak to try, events a second", "for", "try-peak");
    html.element(
        "p", "As planned: " + Amounts.count(planned) + ".", "class", "hint", "id", "try-hint");
    html.empty(
        "input",
        "type",
        "text",
        "inputmode",
        "decimal",
        "id",
        "try-peak",
        "name",
        Decisions.PEAK,
        "value",
        tried.typed(),
        "aria-describedby",
        "try-hint");
    slider(planned);
    html.close();
    html.open("p").element("button", "Try it", "class", "does").close().close();
    answer(record, asked, tried, canTakeOver);
    html.close();
  }

  /// For the script, which shows it.
  private void slider(long planned) {
    long least = Math.max(1, Math.round(LEAST_PART * planned));
    html.empty(
        "input",
        "type",
        "range",
        "hidden",
        "hidden",
        "aria-label",
        "Peak to try",
        "min",
        Long.toString(least),
        "max",
        Long.toString(Math.max(least + 1, Math.round(MOST_TIMES * planned))),
        "step",
        Long.toString(least),
        "value",
        Long.toString(planned));
  }

  /// What the script asks for.
  void fragment(ImportRecord record, ImportPlan asked, Tried tried, boolean canTakeOver) {
    html.open("div", "data-what-if", "");
    answer(record, asked, tried, canTakeOver);
    html.close();
  }

  private void answer(ImportRecord record, ImportPlan asked, Tried tried, boolean canTakeOver) {
    html.element("p", words(tried), "role", "status", "data-part", "tried-words");
    html.open("div", "data-part", "tried");
    if (tried instanceof Tried.Done(String typed, ImportPlan plan)) {
      figures(plan.simulation(), asked.simulation());
      if (canTakeOver) {
        html.open("p");
        html.element(
            "a",
            "Put it into the green light",
            "href",
            Suggested.path(record, typed),
            "data-take",
            typed);
        html.close();
      }
      reports.simulation(html, plan);
    }
    html.close();
  }

  private static String words(Tried tried) {
    return switch (tried) {
      case Tried.Not(_, String why) -> why;
      case Tried.Done(_, ImportPlan plan) -> {
        SimulatedRun run = plan.simulation();
        String peak = "With a peak of " + Words.perSecond(plan.peakPerSecond());
        yield run.ends()
            ? "%s it ends after %s; events wait %s at most."
                .formatted(peak, duration(run.finishSeconds()), duration(run.lagSeconds()))
            : peak + " it does not end: other traffic takes what there is.";
      }
    };
  }

  private void figures(SimulatedRun run, SimulatedRun planned) {
    html.open("ul", "class", "tiles");
    tile("until it is verified", run.finishSeconds(), planned.finishSeconds());
    tile("greatest lag", run.lagSeconds(), planned.lagSeconds());
    html.open("li").element("b", Amounts.count(Math.round(run.waitingEvents().likely())));
    html.text(" ");
    html.element(
        "span",
        "events wait at most; as planned "
            + Amounts.count(Math.round(planned.waitingEvents().likely())));
    html.close();
    tile("live events wait at most", run.liveDelaySeconds(), planned.liveDelaySeconds());
    html.close();
  }

  private void tile(String what, Range now, Range planned) {
    html.open("li").element("b", duration(now)).text(" ");
    html.element("span", what + "; as planned " + duration(planned)).close();
  }

  private static String duration(Range seconds) {
    return seconds.likely() > 0 ? Amounts.duration(seconds.likely()) : "0 s";
  }
}
