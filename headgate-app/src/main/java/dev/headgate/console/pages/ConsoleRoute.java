package dev.headgate.console.pages;

import dev.headgate.admit.Step;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The pages of the console and what their forms do: where each is, and who may.
enum ConsoleRoute {
  FRONT("GET", "/", Who.EVERYBODY),
  LIST("GET", "/console", Who.KNOWN),
  LOGIN_PAGE("GET", "/console/login", Who.EVERYBODY),
  LOGIN("POST", "/console/login", Who.EVERYBODY),
  LOGOUT("POST", "/console/logout", Who.KNOWN),
  STYLE("GET", "/console/console.css", Who.EVERYBODY),
  SCRIPT("GET", "/console/console.js", Who.EVERYBODY),
  ICON("GET", "/console/icon.svg", Who.EVERYBODY),
  PACE("GET", "/console/pace", Who.TEAM),
  CALENDAR("GET", "/console/calendar", Who.KNOWN),
  IMPORT("GET", "/console/imports/{import}", Who.KNOWN),
  LIVE("GET", "/console/imports/{import}/live", Who.KNOWN),
  WHAT_IF("GET", "/console/imports/{import}/what-if", Who.KNOWN),
  REPORT("GET", "/console/imports/{import}/report", Who.KNOWN),
  ANSWER(Step.ANSWER),
  GREEN_LIGHT(Step.GREEN_LIGHT),
  ACKNOWLEDGE(Step.ACKNOWLEDGE),
  REQUEST_CHANGES(Step.REQUEST_CHANGES),
  DECLINE(Step.DECLINE),
  AMEND(Step.AMEND),
  PAUSE(Step.PAUSE),
  RESUME(Step.RESUME),
  REVOKE(Step.REVOKE),
  CANCEL(Step.CANCEL);

  /// Who may visit a route; what is of an import, only if they see its project.
  enum Who {
    EVERYBODY,
    /// Who has logged in.
    KNOWN,
    /// Who has logged in with a key of the pipeline team.
    TEAM
  }

  static final String HOME = "/console";
  static final String IMPORTS = HOME + "/imports/";
  static final String IMPORT_PARAMETER = "import";

  private final String method;
  private final String path;
  private final Who who;
  private final Optional<Step> step;

  ConsoleRoute(String method, String path, Who who) {
    this.method = method;
    this.path = path;
    this.who = who;
    this.step = Optional.empty();
  }

  /// A form that takes a step of an import.
  ConsoleRoute(Step step) {
    this.method = "POST";
    this.path =
        "/console/imports/{import}/" + step.name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.who = step.isForPipelineOnly() ? Who.TEAM : Who.KNOWN;
    this.step = Optional.of(step);
  }

  String method() {
    return method;
  }

  /// With `{import}` where an import's number stands.
  String path() {
    return path;
  }

  String path(int importNumber) {
    return path.replace("{" + IMPORT_PARAMETER + "}", Integer.toString(importNumber));
  }

  Who who() {
    return who;
  }

  boolean isPost() {
    return method.equals("POST");
  }

  boolean isOfAnImport() {
    return path.contains("{");
  }

  /// The step that its form takes.
  Optional<Step> step() {
    return step;
  }

  static Optional<ConsoleRoute> of(Step step) {
    return Arrays.stream(values())
        .filter(route -> route.step.filter(own -> own == step).isPresent())
        .findFirst();
  }
}
