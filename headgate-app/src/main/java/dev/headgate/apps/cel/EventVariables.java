package dev.headgate.apps.cel;

import dev.cel.runtime.CelVariableResolver;
import dev.headgate.apps.PassingEvent;
import dev.headgate.apps.Properties;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An event as expressions see it. A property becomes a value when an expression asks for it.
final class EventVariables implements CelVariableResolver {
  static final String EVENT = "event";
  static final String DISTINCT_ID = "distinct_id";
  static final String TIMESTAMP = "timestamp";
  static final String PROPERTIES = "properties";

  private final PassingEvent event;

  EventVariables(PassingEvent event) {
    this.event = event;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case EVENT -> Optional.of(event.event().name());
      case DISTINCT_ID -> Optional.of(event.event().distinctId().value());
      case TIMESTAMP ->
          Optional.of(Instant.EPOCH.plus(event.event().timestampMicros(), ChronoUnit.MICROS));
      case PROPERTIES -> Optional.of(new PropertyMap(event.properties()));
      default -> Optional.empty();
    };
  }

  private static final class PropertyMap extends AbstractMap<String, Object> {
    private final Properties properties;

    PropertyMap(Properties properties) {
      this.properties = properties;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
      return key instanceof String name && properties.names().contains(name);
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
      return key instanceof String name
          ? properties.member(name).map(CelValues::of).orElse(null)
          : null;
    }

    @Override
    public int size() {
      return properties.names().size();
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
      return properties.names().stream()
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> of(name)))
          .entrySet();
    }

    private Object of(String name) {
      return properties.member(name).map(CelValues::of).orElseThrow();
    }
  }
}
