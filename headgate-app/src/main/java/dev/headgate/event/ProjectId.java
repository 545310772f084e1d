package dev.headgate.event;

/// The number of a project within its pipeline, from 1: the project `default`.
public record ProjectId(int number) {
  public static final ProjectId DEFAULT = new ProjectId(1);

  public ProjectId {
    if (number < 1) {
      throw new IllegalArgumentException("projects count from 1, not " + number);
    }
  }
}
