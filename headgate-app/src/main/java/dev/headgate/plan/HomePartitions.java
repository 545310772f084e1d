package dev.headgate.plan;

/// Which partition the events of an id go to, where it uses one.
@FunctionalInterface
public interface HomePartitions {
  /// From 0.
  int of(String distinctId);
}
