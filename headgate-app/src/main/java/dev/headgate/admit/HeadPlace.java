package dev.headgate.admit;

import java.io.IOException;

/// Where the head of the trail is kept a second time, outside the trail's own file, so that a trail
/// whose end is cut off does not look whole.
public interface HeadPlace {
  /// What is there.
  sealed interface Kept {
    record At(TrailHead head) implements Kept {}

    record Nothing() implements Kept {}

    /// Something that this pipeline did not write.
    ///
    /// @param what for people
    record Foreign(String what) implements Kept {}
  }

  Kept read() throws IOException;

  /// Puts the head in the place of the one before; durable on return.
  void write(TrailHead head) throws IOException;
}
