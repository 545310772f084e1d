package dev.headgate.event;

import org.jspecify.annotations.Nullable;

/// The number of a project within its pipeline, from 1: the project `default`.
public record ProjectId(int number) {
  public static final ProjectId DEFAULT = new ProjectId(1);

  public ProjectId {
    if (number < 1) {
      throw new IllegalArgumentException("projects count from 1, not " + number);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProjectId that && number == that.number;
  }

  @Override
  public int hashCode() {
    return number;
  }
}
