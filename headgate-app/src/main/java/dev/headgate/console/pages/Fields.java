package dev.headgate.console.pages;

import dev.headgate.admit.Step;
import dev.headgate.console.Html;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of one form: each with its label, what it wants, what is in it, and what is wrong
/// with that. After trouble with this form they hold what was typed.
final class Fields {
  private final Html html;
  private final String form;
  private final Map<String, String> wrong;
  private final Optional<Form> typed;

  /// What can be chosen.
  record Choice(String value, String words) {}

  /// Of a step's form, after trouble with it or without.
  Fields(Html html, Step step, Trouble trouble) {
    this(
        html,
        step.key(),
        trouble.isOf(step) ? trouble.fields() : Map.of(),
        trouble.isOf(step) ? Optional.of(trouble.typed()) : Optional.empty());
  }

  /// Of a form that was sent.
  ///
  /// @param wrong what is wrong with which field, by the field's name
  Fields(Html html, String form, Map<String, String> wrong, Form typed) {
    this(html, form, wrong, Optional.of(typed));
  }

  private Fields(Html html, String form, Map<String, String> wrong, Optional<Form> typed) {
    this.html = html;
    this.form = form;
    this.wrong = wrong;
    this.typed = typed;
  }

  /// One line.
  ///
  /// @param attributes of the input, names and values in turn
  void line(String name, String label, String hint, String value, String... attributes) {
    open(name, label, hint);
    List<String> all = described(name, hint);
    all.addAll(List.of("type", "text", "name", name, "value", value(name, value), "dir", "auto"));
    all.addAll(List.of(attributes));
    html.empty("input", all.toArray(String[]::new)).close();
  }

  /// Several lines.
  void text(String name, String label, String hint, String value) {
    open(name, label, hint);
    List<String> all = described(name, hint);
    all.addAll(List.of("name", name, "rows", "3", "dir", "auto"));
    html.element("textarea", value(name, value), all.toArray(String[]::new)).close();
  }

  /// One of a few.
  void choice(String name, String label, String hint, String value, List<Choice> choices) {
    html.open(
        "fieldset", "class", error(name).isPresent() ? "field wrong" : "field", "id", id(name));
    html.element("legend", label);
    hint(name, hint);
    for (Choice choice : choices) {
      List<String> all = new ArrayList<>();
      all.addAll(List.of("type", "radio", "name", name, "value", choice.value()));
      if (choice.value().equals(value(name, value))) {
        all.addAll(List.of("checked", "checked"));
      }
      html.open("label", "class", "choice").empty("input", all.toArray(String[]::new));
      html.text(" " + choice.words()).close();
    }
    html.close();
  }

  /// Yes or nothing.
  void check(String name, String label) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("type", "checkbox", "name", name, "value", "yes", "id", id(name)));
    if (typed.filter(sent -> sent.has(name)).isPresent()) {
      all.addAll(List.of("checked", "checked"));
    }
    html.open("label", "class", "choice").empty("input", all.toArray(String[]::new));
    html.text(" " + label).close();
  }

  private void open(String name, String label, String hint) {
    html.open("div", "class", error(name).isPresent() ? "field wrong" : "field");
    html.element("label", label, "for", id(name));
    hint(name, hint);
  }

  private void hint(String name, String hint) {
    if (!hint.isEmpty()) {
      html.element("p", hint, "class", "hint", "id", id(name) + "-hint");
    }
    error(name)
        .ifPresent(error -> html.element("p", error, "class", "error", "id", id(name) + "-error"));
  }

  private List<String> described(String name, String hint) {
    List<String> by = new ArrayList<>();
    if (error(name).isPresent()) {
      by.add(id(name) + "-error");
    }
    if (!hint.isEmpty()) {
      by.add(id(name) + "-hint");
    }
    List<String> all = new ArrayList<>(List.of("id", id(name)));
    if (!by.isEmpty()) {
      all.addAll(List.of("aria-describedby", String.join(" ", by)));
    }
    if (error(name).isPresent()) {
      all.addAll(List.of("aria-invalid", "true"));
    }
    return all;
  }

  private Optional<String> error(String name) {
    return Optional.ofNullable(wrong.get(name)).map(Words::shown);
  }

  private String value(String name, String value) {
    return typed.map(sent -> sent.raw(name)).orElse(value);
  }

  private String id(String name) {
    return id(form, name);
  }

  /// Where in the page a field is.
  static String id(Step step, String name) {
    return id(step.key(), name);
  }

  private static String id(String form, String name) {
    return (form + "-" + name).replace('.', '-').replace('_', '-');
  }
}
