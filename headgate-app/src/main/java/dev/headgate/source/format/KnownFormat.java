package dev.headgate.source.format;

import dev.headgate.source.RecordFormat;
import java.util.Optional;

/// A format of text that is told by its records, or named with `--format`. To add one: implement
/// this, and put it on the list of {@link FormatDetection}.
interface KnownFormat {

  RecordFormat format();

  /// What an export in it is called, with its article: `a Mixpanel export`.
  String title();

  /// What shows that a line is a record of this format and of no other before it on the list, in
  /// words that go on after "97 of the first 100 lines": `have $insert_id and ...`. Empty if
  /// nothing shows it.
  Optional<String> marks(SampleLine line);

  /// Whether a line without marks may all the same be a record of this format, for somebody who
  /// says with `--format` that it is.
  boolean admits(SampleLine line);
}
