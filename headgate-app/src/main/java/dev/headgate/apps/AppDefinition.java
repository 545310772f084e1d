package dev.headgate.apps;

import dev.headgate.event.JsonBytes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One app as its project's file defines it.
///
/// @param name unique within the file
/// @param events names of the events it is for; none for all
/// @param when a CEL expression that says which of those it is for
public record AppDefinition(
    String name, Work work, Set<String> events, Optional<String> when, OnError onError) {
  public AppDefinition {
    events = Set.copyOf(events);
  }

  /// What it does with an event that it is for.
  public sealed interface Work {
    /// The word that the file has for it.
    String kind();
  }

  public record Drop() implements Work {
    @Override
    public String kind() {
      return "drop";
    }
  }

  /// Gives a property this value.
  public record SetValue(PropertyPath property, JsonBytes value) implements Work {
    @Override
    public String kind() {
      return "set";
    }
  }

  /// Gives a property the value of a CEL expression.
  public record Compute(PropertyPath property, String expression) implements Work {
    @Override
    public String kind() {
      return "set";
    }
  }

  public record Rename(PropertyPath from, PropertyPath to) implements Work {
    @Override
    public String kind() {
      return "rename";
    }
  }

  /// Replaces values by their keyed hash.
  public record Hash(List<PropertyPath> properties) implements Work {
    public Hash {
      properties = List.copyOf(properties);
    }

    @Override
    public String kind() {
      return "hash";
    }
  }

  /// Replaces the characters of values by `*`.
  ///
  /// @param keepFirst characters at the beginning that stay
  /// @param keepLast characters at the end that stay
  public record Mask(List<PropertyPath> properties, int keepFirst, int keepLast) implements Work {
    public Mask {
      properties = List.copyOf(properties);
    }

    @Override
    public String kind() {
      return "mask";
    }
  }

  /// Adds where an address is, by a MaxMind DB file.
  ///
  /// @param database path of the file, on the pipeline's machine
  /// @param removeAddress whether the address is taken away afterwards
  public record GeoIp(String database, PropertyPath address, boolean removeAddress)
      implements Work {
    @Override
    public String kind() {
      return "geoip";
    }
  }
}
