package dev.headgate.assess;

import java.util.ArrayList;
import java.util.List;

/// Rows of a label, a count, perhaps a share, and a bar in proportion to the count.
///
/// ```
///   2024-03-01  12,345  8.6 %  ███████▌
/// ```
final class BarChart {
  /// One row.
  ///
  /// @param note what stands between count and bar, such as a share; may be empty
  record Row(String label, long count, String note) {}

  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  private static final String FULL = "█";
  private static final int MOST_BAR_COLUMNS = 60;

  private final List<Row> rows;
  private final long most;

  BarChart(List<Row> rows) {
    this.rows = rows;
    this.most = rows.stream().mapToLong(Row::count).max().orElse(0);
  }

  List<Row> rows() {
    return rows;
  }

  /// What the longest bar stands for.
  long most() {
    return most;
  }

  /// The chart in at most so many columns; labels take at most two fifths of them.
  List<String> lines(int width) {
    int labelColumns =
        Math.min(
            rows.stream().mapToInt(row -> DisplayText.width(row.label)).max().orElse(0),
            width * 2 / 5);
    int countColumns =
        rows.stream().mapToInt(row -> Amounts.count(row.count).length()).max().orElse(0);
    int noteColumns = rows.stream().mapToInt(row -> row.note.length()).max().orElse(0);
    int left = 2 + labelColumns + 2 + countColumns + 2 + (noteColumns == 0 ? 0 : noteColumns + 2);
    int barColumns = Math.clamp(width - left, 1, MOST_BAR_COLUMNS);
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      String line =
          "  "
              + DisplayText.padRight(DisplayText.fit(row.label, labelColumns), labelColumns)
              + "  "
              + DisplayText.padLeft(Amounts.count(row.count), countColumns)
              + (noteColumns == 0 ? "" : "  " + DisplayText.padLeft(row.note, noteColumns))
              + "  "
              + bar(row.count, barColumns);
      lines.add(line.stripTrailing());
    }
    return lines;
  }

  /// Whatever is not zero can be seen.
  private String bar(long count, int columns) {
    if (count == 0) {
      return "";
    }
    int eighths = (int) Math.max(1, Math.round(8.0 * columns * count / most));
    return FULL.repeat(eighths / 8) + EIGHTHS[eighths % 8];
  }
}
