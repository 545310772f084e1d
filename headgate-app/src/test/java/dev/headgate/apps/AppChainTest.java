package dev.headgate.apps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AppChainTest {
  private static final Event EVENT = AppsForTest.event("e", "{ \"a\" : 1 , \"b\":{\"c\": [1 ,2]}}");

  private static AppChain.Step step(String name, OnError onError, App app) {
    return new AppChain.Step(name, app, Set.of(), Optional.empty(), onError, new AppMeter(() -> 0));
  }

  @Test
  void withoutAppsAnEventGoesThroughAsTheObjectItIs() {
    assertThat(AppChain.NONE.apply(EVENT)).isEqualTo(new AppChain.Kept(EVENT));
    assertThat(((AppChain.Kept) AppChain.NONE.apply(EVENT)).event()).isSameAs(EVENT);
  }

  @Test
  void anEventThatNoAppChangesKeepsItsBytes() {
    AppsForTest apps = new AppsForTest("  - {name: m, kind: mask, properties: [not_there]}");
    AppChain.Result result = apps.chain().apply(EVENT);
    assertThat(((AppChain.Kept) result).event()).isSameAs(EVENT);
  }

  @Test
  void whatNoAppTouchesKeepsItsBytesBesideWhatOneDid() {
    AppsForTest apps = new AppsForTest("  - {name: s, kind: set, property: b.d, value: x}");
    assertThat(apps.properties("{\"n\":1.10,\"u\":\"\\u00e9\",\"b\":{\"c\": [1 ,2]}}"))
        .isEqualTo("{\"n\":1.10,\"u\":\"\\u00e9\",\"b\":{\"c\":[1 ,2],\"d\":\"x\"}}");
  }

  @Test
  void eachAppSeesWhatTheOneBeforeItMade() {
    AppsForTest apps =
        new AppsForTest(
            """
              - {name: one, kind: set, property: n, expression: properties.n + 1}
              - {name: two, kind: set, property: n, expression: properties.n * 10}
            """);
    assertThat(apps.properties("{\"n\":1}")).isEqualTo("{\"n\":20}");
  }

  @Test
  void theFirstThatDropsIsNamedAndTheRestDoesNotRun() {
    App never =
        _ -> {
          throw new AssertionError("ran after a drop");
        };
    AppChain chain =
        new AppChain(
            List.of(
                step("drop", OnError.PASS, _ -> App.Outcome.DROPPED),
                step("never", OnError.PASS, never)));
    assertThat(chain.apply(EVENT)).isEqualTo(new AppChain.DroppedBy("drop"));
  }

  @Test
  void aFailureIsWhatTheAppsPolicySaysAndIsCounted() {
    App failing =
        _ -> {
          throw new AppFailure("it cannot");
        };
    AppChain.Step passes = step("a", OnError.PASS, failing);
    assertThat(new AppChain(List.of(passes)).apply(EVENT)).isEqualTo(new AppChain.Kept(EVENT));
    assertThat(passes.meter().counts().failed()).isOne();
    assertThat(passes.meter().counts().lastFailure()).isEqualTo("it cannot");
    AppChain.Step drops = step("b", OnError.DROP, failing);
    assertThat(new AppChain(List.of(drops)).apply(EVENT)).isEqualTo(new AppChain.DroppedBy("b"));
    assertThat(drops.meter().counts().dropped()).isOne();
    assertThat(new AppChain(List.of(step("c", OnError.SET_ASIDE, failing))).apply(EVENT))
        .isEqualTo(new AppChain.SetAside("c/set_aside", "it cannot"));
  }

  @Test
  void aBugOfAnAppStopsNoEvent() {
    App buggy =
        _ -> {
          throw new IllegalStateException("with a value of the event in it");
        };
    App endless = AppChainTest::endless;
    for (App app : List.of(buggy, endless)) {
      AppChain.Step step = step("a", OnError.PASS, app);
      assertThat(new AppChain(List.of(step)).apply(EVENT)).isEqualTo(new AppChain.Kept(EVENT));
      assertThat(step.meter().counts().lastFailure()).startsWith("a bug: ").doesNotContain("value");
    }
  }

  @SuppressWarnings("InfiniteRecursion")
  private static App.Outcome endless(PassingEvent event) {
    return endless(event);
  }

  @Test
  void oneEventIn64IsTimedAndAllAreCountedAlsoForTheTotal() {
    AtomicLong clock = new AtomicLong();
    AppMeter total = new AppMeter(() -> clock.addAndGet(50));
    AppMeter part = total.part();
    AppChain chain =
        new AppChain(
            List.of(
                new AppChain.Step(
                    "a",
                    _ -> App.Outcome.CHANGED,
                    Set.of("e"),
                    Optional.empty(),
                    OnError.PASS,
                    part)));
    for (int i = 0; i < 128; i++) {
      var _ = chain.apply(EVENT);
    }
    var _ = chain.apply(AppsForTest.event("other", "{}"));
    assertThat(clock.get()).isEqualTo(3 * 2 * 50);
    for (AppMeter meter : List.of(part, total)) {
      assertThat(meter.counts()).isEqualTo(new AppMeter.Counts(129, 128, 0, 0, 50, ""));
    }
  }
}
