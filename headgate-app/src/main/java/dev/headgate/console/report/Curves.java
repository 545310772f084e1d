package dev.headgate.console.report;

import dev.headgate.console.Html;
import java.util.List;

/// Curves of values over time in one picture of a chart, with what its upper and its lower end
/// stand for beside it.
final class Curves {
  private static final double SIZE = 100;

  private final Html html;
  private final Chart chart;
  private final double end;
  private final double most;

  /// @param at in any unit of time, from 0 on
  record Point(double at, double value) {}

  /// @param end the time at the picture's right end
  /// @param most the value at its upper end
  Curves(Html html, Chart chart, double end, double most) {
    this.html = html;
    this.chart = chart;
    this.end = end;
    this.most = most;
  }

  /// Opens the picture.
  ///
  /// @param top the value at the upper end as people read it
  /// @param bottom nothing, in the same way
  /// @param words what the picture shows, for those who do not see it
  Curves open(String top, String bottom, String words) {
    html.open("div", "class", "scaled").open("div", "class", "scale", "aria-hidden", "true");
    html.element("span", top).element("span", bottom);
    html.close().open("div");
    chart.picture(SIZE, SIZE, words, "tall");
    chart.level(0, SIZE).level(SIZE / 2, SIZE).level(SIZE, SIZE);
    return this;
  }

  /// @param style a class of the style sheet beside `line`; may be empty
  Curves line(List<Point> points, String style) {
    chart.curve(drawn(points), ("line " + style).strip());
    return this;
  }

  /// A line with the area below it.
  Curves area(List<Point> points) {
    chart.curve("0,100 " + drawn(points) + " 100,100", "area");
    return line(points, "");
  }

  private String drawn(List<Point> points) {
    StringBuilder line = new StringBuilder();
    for (Point point : points) {
      double x = end > 0 ? SIZE * point.at() / end : 0;
      double y = SIZE * (1 - (most > 0 ? point.value() / most : 0));
      line.append(line.isEmpty() ? "" : " ").append(Chart.number(x));
      line.append(',').append(Chart.number(y));
    }
    return line.toString();
  }

  /// @param words below the picture, the first at its left end, the last at its right
  void close(List<String> words) {
    chart.closePicture();
    chart.below(words);
    html.close().close();
  }

  /// @param ticks below the picture
  void closeAlong(List<Chart.Tick> ticks) {
    chart.closePicture();
    chart.along(ticks);
    html.close().close();
  }
}
