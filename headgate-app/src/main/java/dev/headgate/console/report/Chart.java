package dev.headgate.console.report;

import dev.headgate.assess.DisplayText;
import dev.headgate.console.Html;
import java.util.List;
import java.util.Locale;

/// What charts have in common: a heading, a picture with words for those who do not see it, and the
/// same as a table. Pictures stretch to the width there is, so no text stands in them; it stands
/// beside them in HTML, where it can be read at any width.
final class Chart {
  private final Html html;

  Chart(Html html) {
    this.html = html;
  }

  /// Opens a figure with its heading and a sentence on how to read it.
  Chart open(String title, String caption) {
    html.open("figure").element("h3", title);
    html.element("figcaption", caption);
    return this;
  }

  /// The table, and the figure's end.
  ///
  /// @param rows each with as many cells as there are columns; text from outside is made visible
  void closeWithTable(List<String> columns, List<List<String>> rows) {
    html.open("details").element("summary", "The same as a table");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    columns.forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (List<String> row : rows) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        if (i == 0) {
          html.element("th", row.get(i), "scope", "row");
        } else {
          html.element("td", row.get(i));
        }
      }
      html.close();
    }
    html.close().close().close().close().close();
  }

  /// Opens a picture.
  ///
  /// @param words what it shows, for those who do not see it
  /// @param shape a class of the style sheet that says how high it is
  Chart picture(double width, double height, String words, String shape) {
    html.open(
        "svg",
        "class",
        shape,
        "role",
        "img",
        "aria-label",
        words,
        "viewBox",
        "0 0 " + number(width) + " " + number(height),
        "preserveAspectRatio",
        "none",
        "xmlns",
        "http://www.w3.org/2000/svg");
    return this;
  }

  Chart closePicture() {
    html.close();
    return this;
  }

  Chart box(double x, double y, double width, double height, String kind) {
    html.empty(
        "rect",
        "class",
        kind,
        "x",
        number(x),
        "y",
        number(y),
        "width",
        number(width),
        "height",
        number(height));
    return this;
  }

  /// A box as strong as the share says.
  Chart shade(double x, double y, double width, double height, double share) {
    html.empty(
        "rect",
        "class",
        "heat",
        "x",
        number(x),
        "y",
        number(y),
        "width",
        number(width),
        "height",
        number(height),
        "fill-opacity",
        number(share));
    return this;
  }

  /// A line across the picture.
  Chart level(double y, double width) {
    html.empty(
        "line",
        "class",
        "grid",
        "x1",
        "0",
        "x2",
        number(width),
        "y1",
        number(y),
        "y2",
        number(y),
        "vector-effect",
        "non-scaling-stroke");
    return this;
  }

  /// @param points `x,y x,y ...`
  Chart curve(String points, String kind) {
    String tag = kind.equals("area") ? "polygon" : "polyline";
    html.empty(tag, "class", kind, "points", points, "vector-effect", "non-scaling-stroke");
    return this;
  }

  /// A line from the top to the bottom of the picture.
  Chart upright(double x, double height, String kind) {
    html.empty(
        "line",
        "class",
        kind,
        "x1",
        number(x),
        "x2",
        number(x),
        "y1",
        "0",
        "y2",
        number(height),
        "vector-effect",
        "non-scaling-stroke");
    return this;
  }

  /// A word at a place of the picture's width.
  ///
  /// @param share from 0 at the left end to 1 at the right
  record Tick(double share, String word) {}

  /// Words below or above a picture, each where it belongs; those at the ends stay inside.
  Chart along(List<Tick> ticks) {
    html.open("svg", "class", "along", "aria-hidden", "true");
    for (Tick tick : ticks) {
      String anchor = tick.share() <= 0 ? "start" : tick.share() >= 1 ? "end" : "middle";
      String x = number(100 * tick.share()) + "%";
      html.element("text", tick.word(), "x", x, "y", "1em", "text-anchor", anchor);
    }
    html.close();
    return this;
  }

  /// Words below a picture, the first at its left end, the last at its right.
  Chart below(List<String> words) {
    html.open("div", "class", "axis", "aria-hidden", "true");
    words.forEach(word -> html.element("span", word));
    html.close();
    return this;
  }

  /// A number as SVG reads it, short.
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  /// Text from outside, cut where it is very long; what cannot be seen stands there as its picture.
  static String visible(String text) {
    return DisplayText.fit(DisplayText.visible(text), 80);
  }
}
