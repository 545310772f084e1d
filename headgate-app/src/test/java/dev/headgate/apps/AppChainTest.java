package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AppChainTest {
  private static final Event EVENT =
      new Event(new EventId(1, 2), "e", new DistinctId("u"), 0, JsonBytes.EMPTY_OBJECT);

  private static App app(String name, Function<Event, App.Outcome> rule) {
    return new App() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Outcome apply(Event event) {
        return rule.apply(event);
      }
    };
  }

  private static Event named(Event event, String name) {
    return new Event(
        event.uuid(), name, event.distinctId(), event.timestampMicros(), event.properties());
  }

  @Test
  void withoutAppsAnEventGoesThroughUnchanged() {
    assertThat(AppChain.NONE.apply(EVENT)).isEqualTo(new AppChain.Kept(EVENT));
  }

  @Test
  void eachAppSeesWhatTheOneBeforeItMade() {
    App twice = app("twice", event -> new App.Keep(named(event, event.name() + event.name())));
    assertThat(new AppChain(List.of(twice, twice)).apply(EVENT))
        .isEqualTo(new AppChain.Kept(named(EVENT, "eeee")));
  }

  @Test
  void theFirstThatDropsIsNamedAndTheRestDoesNotRun() {
    App drop = app("drop", _ -> new App.Drop());
    App never =
        app(
            "never",
            _ -> {
              throw new AssertionError("ran after a drop");
            });
    assertThat(new AppChain(List.of(drop, never)).apply(EVENT))
        .isEqualTo(new AppChain.DroppedBy("drop"));
  }

  @Test
  void anAppMayNotChangeTheUuid() {
    App forger =
        app(
            "forger",
            event ->
                new App.Keep(
                    new Event(new EventId(9, 9), "e", event.distinctId(), 0, event.properties())));
    assertThatIllegalStateException()
        .isThrownBy(() -> new AppChain(List.of(forger)).apply(EVENT))
        .withMessageContaining("forger");
  }
}
