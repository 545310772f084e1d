package dev.headgate.synth;

import java.io.IOException;

/// Takes lines, one after another, each without its line end.
@FunctionalInterface
public interface LineSink {
  /// Takes one line.
  ///
  /// @param buffer holds the line in `[from, to)`, only during the call
  void line(byte[] buffer, int from, int to) throws IOException;
}
