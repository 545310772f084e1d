package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.Partition;
import dev.headgate.identity.Fold;
import dev.headgate.identity.Happening;
import dev.headgate.identity.Histories;
import dev.headgate.identity.MergeKind;
import dev.headgate.identity.MergeOutcome;
import dev.headgate.identity.Person;
import dev.headgate.identity.Persons;
import dev.headgate.identity.PropertyRegister;
import dev.headgate.identity.SequentialOracle;
import dev.headgate.identity.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store of persons must do. Long because it is the whole contract in one place: a
/// store's test is this class, told how to make one.
public abstract class PersonStoreContract {
  protected static final ProjectId PROJECT = ProjectId.DEFAULT;
  private static final ProjectId ANOTHER = new ProjectId(2);
  private static final Partition PARTITION = new Partition(Lane.HISTORICAL, 3);
  private static final int IMPORT = 7;

  private PersonStore store;

  /// An empty store.
  protected abstract PersonStore create(int idLimit) throws Exception;

  /// Whether who is with this id can be told of the store made last without any more folding.
  protected abstract boolean isFolded(DistinctId id) throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = create(Fold.DEFAULT_ID_LIMIT);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anyOrderAnyBatchingAnyRepetitionGivesThePersonsOfTheOracle(long seed) throws Exception {
    Random random = new Random(seed);
    List<Happening> history = history(random, 60);
    List<Happening> arrivals = new ArrayList<>(history);
    arrivals.addAll(history.subList(0, history.size() / 5));
    Collections.shuffle(arrivals, random);
    for (int from = 0; from < arrivals.size(); ) {
      int to = Math.min(arrivals.size(), from + 1 + random.nextInt(100));
      store.apply(facts(PROJECT, IMPORT, arrivals.subList(from, to)), Map.of());
      switch (random.nextInt(4)) {
        case 0 -> store.fold();
        case 1 -> store.foldSome();
        default -> {}
      }
      from = to;
    }
    SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, history);
    assertThat(persons(store, PROJECT)).as("seed %d", seed).isEqualTo(sorted(oracle.persons()));
    assertThat(inPages(1 + random.nextInt(40)))
        .as("seed %d", seed)
        .isEqualTo(sorted(oracle.persons()));
    assertThat(store.merges(PROJECT, IMPORT)).as("seed %d", seed).isEqualTo(counts(oracle));
    assertWarningsAreThoseOf(oracle, store, "seed " + seed);
    for (Person person : oracle.persons()) {
      for (DistinctId id : person.distinctIds()) {
        assertThat(store.personOf(PROJECT, id)).isEqualTo(person.id());
      }
      assertHistoryMakes(person, "seed " + seed);
    }
  }

  /// All persons, a page at a time, and each found again by its own id.
  private List<Person> inPages(int most) throws Exception {
    List<Person> persons = new ArrayList<>();
    try (PersonSnapshot now = store.snapshot()) {
      Optional<DistinctId> after = Optional.empty();
      do {
        PersonPage page = now.page(PROJECT, after, most);
        assertThat(page.persons()).hasSizeLessThanOrEqualTo(most);
        persons.addAll(page.persons());
        after = page.next();
      } while (after.isPresent());
      for (Person person : persons.subList(0, Math.min(5, persons.size()))) {
        DistinctId named = now.namedBy(PROJECT, person.id()).orElseThrow();
        assertThat(person.distinctIds()).contains(named);
        assertThat(now.person(PROJECT, named)).contains(person);
      }
      assertThat(now.namedBy(PROJECT, new EventId(1, 2))).isEmpty();
    }
    return persons;
  }

  /// What is said of a person adds up to the person.
  private void assertHistoryMakes(Person person, String name) throws Exception {
    PersonHistory history;
    try (PersonSnapshot now = store.snapshot()) {
      history = now.history(PROJECT, person.distinctIds().getLast()).orElseThrow();
    }
    assertThat(history.person()).as(name).isEqualTo(person);
    assertThat(history.ids().stream().map(PersonHistory.Member::id))
        .as(name)
        .containsExactlyElementsOf(person.distinctIds());
    long joined =
        history.merges().stream()
            .filter(merge -> merge.outcome().equals(Optional.of(MergeOutcome.JOINED)))
            .count();
    assertThat(joined).as("%s: joins", name).isEqualTo(person.distinctIds().size() - 1);
    assertThat(history.merges().stream().map(merge -> merge.asked().at()).toList())
        .as(name)
        .isSorted();
    Map<String, JsonBytes> values = new TreeMap<>();
    history
        .properties()
        .forEach((key, origin) -> {
          assertThat(person.distinctIds()).as(name).contains(origin.writer());
          if (origin.register().kind() != PropertyRegister.Kind.UNSET) {
            values.put(key, origin.register().value());
          }
        });
    assertThat(values).as(name).isEqualTo(person.properties());
  }

  /// Read in pages, all of them, in time order.
  private static void assertWarningsAreThoseOf(
      SequentialOracle oracle, PersonStore store, String name) throws Exception {
    Map<EventId, MergeWarning> expected = new HashMap<>();
    oracle
        .verdicts()
        .forEach((uuid, verdict) -> {
          switch (verdict) {
            case REFUSED -> expected.put(uuid, MergeWarning.CANNOT_MERGE_ALREADY_IDENTIFIED);
            case ILLEGAL -> expected.put(uuid, MergeWarning.CANNOT_MERGE_WITH_ILLEGAL_DISTINCT_ID);
            case PERSONLESS ->
                expected.put(uuid, MergeWarning.INVALID_EVENT_WHEN_PROCESS_PERSON_PROFILE_IS_FALSE);
            case SET_ASIDE -> expected.put(uuid, MergeWarning.TOO_MANY_DISTINCT_IDS);
            case APPLIED -> {}
          }
        });
    assertThat(expected).as(name).isNotEmpty();
    Map<MergeWarning, Long> counts = new EnumMap<>(MergeWarning.class);
    expected.values().forEach(warning -> counts.merge(warning, 1L, Long::sum));
    Map<EventId, MergeWarning> found = new HashMap<>();
    List<Stamp> times = new ArrayList<>();
    try (PersonSnapshot now = store.snapshot()) {
      Optional<Stamp> after = Optional.empty();
      while (true) {
        MergeWarnings warnings =
            now.warnings(PROJECT, new MergeWarnings.Question(OptionalInt.of(IMPORT), after, 7));
        assertThat(warnings.counts()).as(name).isEqualTo(counts);
        for (PersonHistory.Merge merge : warnings.page()) {
          times.add(merge.asked().at());
          found.put(merge.asked().at().uuid(), MergeWarning.of(merge).orElseThrow());
        }
        if (warnings.page().size() < 7) {
          break;
        }
        after = Optional.of(times.getLast());
      }
      MergeWarnings.Question ofNobody =
          new MergeWarnings.Question(OptionalInt.of(IMPORT + 1), Optional.empty(), 7);
      assertThat(now.warnings(PROJECT, ofNobody).page()).as(name).isEmpty();
      assertThat(now.warnings(ANOTHER, ofNobody).counts()).as(name).isEmpty();
    }
    assertThat(times).as(name).isSorted().doesNotHaveDuplicates();
    assertThat(found).as(name).isEqualTo(expected);
  }

  @Test
  void nobodyHasNoHistory() throws Exception {
    try (PersonSnapshot now = store.snapshot()) {
      assertThat(now.history(PROJECT, new DistinctId("nobody"))).isEmpty();
    }
  }

  @Test
  void theLimitOnIdsHoldsInAnyOrder() throws Exception {
    for (long seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      try (PersonStore limited = create(3)) {
        List<Happening> history = history(random, 40);
        Collections.shuffle(history, random);
        for (int from = 0; from < history.size(); from += 50) {
          int to = Math.min(history.size(), from + 50);
          limited.apply(facts(PROJECT, IMPORT, history.subList(from, to)), Map.of());
          limited.fold();
        }
        SequentialOracle oracle = SequentialOracle.of(1, 3, history);
        assertThat(persons(limited, PROJECT)).isEqualTo(sorted(oracle.persons()));
        assertThat(limited.merges(PROJECT, IMPORT)).isEqualTo(counts(oracle));
        assertThat(counts(oracle).setAside()).isPositive();
        assertWarningsAreThoseOf(oracle, limited, "seed " + seed);
      }
    }
  }

  @Test
  void readersSeeExactlyTheFactsAppliedSoFar() throws Exception {
    Random random = new Random(11);
    List<Happening> history = history(random, 50);
    Collections.shuffle(history, random);
    List<List<Happening>> batches = new ArrayList<>();
    for (int from = 0; from < history.size(); from += 20) {
      batches.add(history.subList(from, Math.min(history.size(), from + 20)));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> reader =
          () -> {
            int seen = 0;
            int looks = 0;
            while (seen < batches.size()) {
              seen = lookOnce(batches);
              looks++;
            }
            return looks;
          };
      Future<Integer> one = threads.submit(reader);
      Future<Integer> two = threads.submit(reader);
      for (int i = 0; i < batches.size(); i++) {
        store.apply(facts(PROJECT, IMPORT, batches.get(i)), Map.of(PARTITION, i + 1L));
      }
      assertThat(one.get()).isPositive();
      assertThat(two.get()).isPositive();
    }
  }

  /// Compares one snapshot with the oracle of the batches it says it rests on, and answers how many
  /// those are.
  private int lookOnce(List<List<Happening>> batches) throws StoreFault {
    try (PersonSnapshot snapshot = store.snapshot()) {
      int applied = snapshot.offsets().getOrDefault(PARTITION, 0L).intValue();
      List<Happening> facts = batches.subList(0, applied).stream().flatMap(List::stream).toList();
      SequentialOracle oracle = SequentialOracle.of(1, Fold.DEFAULT_ID_LIMIT, facts);
      List<Person> persons = new ArrayList<>();
      snapshot.forEachPerson(PROJECT, persons::add);
      assertThat(persons).as("after %d batches", applied).isEqualTo(sorted(oracle.persons()));
      assertThat(snapshot.merges(PROJECT, IMPORT)).isEqualTo(counts(oracle));
      return applied;
    }
  }

  @Test
  void aSnapshotStaysAsItIs() throws Exception {
    store.apply(facts(PROJECT, IMPORT, List.of(seen(1, "a"), seen(2, "b"))), Map.of(PARTITION, 2L));
    try (PersonSnapshot before = store.snapshot()) {
      store.apply(
          facts(PROJECT, IMPORT, List.of(merge(3, "a", "b", MergeKind.IDENTIFY))),
          Map.of(PARTITION, 3L));
      assertThat(persons(store, PROJECT)).hasSize(1);
      List<Person> then = new ArrayList<>();
      before.forEachPerson(PROJECT, then::add);
      assertThat(then).hasSize(2);
      assertThat(before.offsets()).isEqualTo(Map.of(PARTITION, 2L));
      assertThat(before.merges(PROJECT, IMPORT)).isEqualTo(MergeCounts.ZERO);
      assertThat(before.personOf(PROJECT, new DistinctId("a")))
          .isNotEqualTo(before.personOf(PROJECT, new DistinctId("b")));
    }
  }

  @Test
  void anEarlierSightingThatArrivesLateComesBetweenTwoPersons() throws Exception {
    store.apply(
        facts(
            PROJECT,
            IMPORT,
            List.of(
                merge(10, "b", "x", MergeKind.IDENTIFY),
                merge(20, "a", "b", MergeKind.CREATE_ALIAS))),
        Map.of());
    assertThat(persons(store, PROJECT)).hasSize(1);
    assertThat(store.merges(PROJECT, IMPORT)).isEqualTo(new MergeCounts(2, 0, 0));
    store.apply(facts(PROJECT, IMPORT, List.of(seen(5, "a"))), Map.of());
    assertThat(persons(store, PROJECT)).hasSize(2);
    assertThat(store.merges(PROJECT, IMPORT)).isEqualTo(new MergeCounts(1, 1, 0));
  }

  @Test
  void factsCarriedToAnotherStoreMakeTheSamePersonsThere() throws Exception {
    Random random = new Random(21);
    List<Happening> history = history(random, 60);
    store.apply(facts(PROJECT, IMPORT, history), Map.of(PARTITION, 5L));
    store.apply(facts(ANOTHER, IMPORT, history(random, 10)), Map.of(PARTITION, 9L));
    try (PersonStore other = create(Fold.DEFAULT_ID_LIMIT)) {
      other.apply(facts(PROJECT, IMPORT, history.subList(0, 100)), Map.of());
      PersonsMove.Result result = new PersonsMove(store, other, _ -> {}).run();
      assertThat(result.proved()).isTrue();
      assertThat(result.projects())
          .extracting(PersonsMove.Compared::persons)
          .containsExactly(
              (long) persons(store, PROJECT).size(), (long) persons(store, ANOTHER).size());
      assertThat(persons(other, PROJECT)).isEqualTo(persons(store, PROJECT)).isNotEmpty();
      assertThat(persons(other, ANOTHER)).isEqualTo(persons(store, ANOTHER)).isNotEmpty();
      assertThat(other.merges(PROJECT, IMPORT)).isEqualTo(store.merges(PROJECT, IMPORT));
      assertThat(other.offsets()).isEqualTo(Map.of(PARTITION, 9L));
    }
  }

  @Test
  void aMoveIntoAStoreThatKnowsMoreIsNotProved() throws Exception {
    store.apply(facts(PROJECT, IMPORT, List.of(seen(1, "a"), seen(2, "b"))), Map.of());
    try (PersonStore other = create(Fold.DEFAULT_ID_LIMIT)) {
      other.apply(
          facts(PROJECT, IMPORT, List.of(merge(3, "a", "b", MergeKind.IDENTIFY))), Map.of());
      assertThat(new PersonsMove(store, other, _ -> {}).run().proved()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {71, 72, 73})
  void whoFollowsTheChangesKnowsThePersonOfEveryId(long seed) throws Exception {
    Random random = new Random(seed);
    List<Happening> history = history(random, 60);
    Collections.shuffle(history, random);
    Map<DistinctId, EventId> followed = new HashMap<>();
    long upTo = 0;
    for (int from = 0; from < history.size(); ) {
      int to = Math.min(history.size(), from + 1 + random.nextInt(100));
      store.apply(facts(PROJECT, IMPORT, history.subList(from, to)), Map.of());
      if (random.nextInt(3) > 0) {
        store.foldSome();
      }
      upTo = followSome(followed, upTo, 1 + random.nextInt(60));
      from = to;
    }
    store.fold();
    long before = -1;
    while (before != upTo) {
      before = upTo;
      upTo = followSome(followed, upTo, 1 + random.nextInt(60));
    }
    assertThat(store.latestChanges().getOrDefault(PROJECT, 0L)).isGreaterThanOrEqualTo(upTo);
    assertThat(store.lag(PROJECT, upTo)).isEqualTo(ChangeLag.NONE);
    assertThat(store.changes(ANOTHER, 0, 10)).isEmpty();
    Persons persons = new Persons();
    int merged = 0;
    for (Person person : persons(store, PROJECT)) {
      for (DistinctId id : person.distinctIds()) {
        EventId alone = persons.idOf(PROJECT, id);
        assertThat(followed.getOrDefault(id, alone)).as("seed %d", seed).isEqualTo(person.id());
        merged += person.id().equals(alone) ? 0 : 1;
      }
    }
    assertThat(merged).isPositive();
  }

  /// Reads some changes, checks that they come in order and each id once, and applies them.
  private long followSome(Map<DistinctId, EventId> followed, long after, int most)
      throws StoreFault {
    List<PersonChange> changes = store.changes(PROJECT, after, most);
    List<Long> numbers = changes.stream().map(PersonChange::number).toList();
    assertThat(numbers).isSorted().doesNotHaveDuplicates().allMatch(number -> number > after);
    assertThat(changes.stream().map(PersonChange::distinctId)).doesNotHaveDuplicates();
    long lag = store.lag(PROJECT, after).changes();
    assertThat(changes).hasSize((int) Math.min(most, lag));
    changes.forEach(change -> followed.put(change.distinctId(), change.person()));
    return changes.isEmpty() ? after : changes.getLast().number();
  }

  @Test
  void whatChangesNoPersonIsNoChange() throws Exception {
    List<Happening> both =
        List.of(merge(10, "a", "b", MergeKind.IDENTIFY), merge(11, "c", "d", MergeKind.IDENTIFY));
    store.apply(facts(PROJECT, IMPORT, both), Map.of());
    assertThat(store.latestChanges()).as("nobody has folded").isEmpty();
    store.fold();
    long latest = store.latestChanges().getOrDefault(PROJECT, 0L);
    assertThat(store.changes(PROJECT, 0, 100))
        .extracting(change -> change.distinctId().value())
        .containsExactlyInAnyOrder("a", "b", "c", "d");
    store.apply(facts(PROJECT, IMPORT, both), Map.of());
    store.apply(facts(PROJECT, IMPORT, List.of(seen(30, "b"), seen(31, "alone"))), Map.of());
    store.fold();
    assertThat(store.changes(PROJECT, latest, 100)).isEmpty();
    store.apply(
        facts(PROJECT, IMPORT, List.of(merge(12, "a", "c", MergeKind.MERGE_DANGEROUSLY))),
        Map.of());
    store.fold();
    assertThat(store.changes(PROJECT, latest, 100))
        .extracting(change -> change.distinctId().value())
        .containsExactlyInAnyOrder("c", "d");
    ChangeLag lag = store.lag(PROJECT, latest);
    assertThat(lag.changes()).isEqualTo(2);
    assertThat(lag.age()).isBetween(Duration.ZERO, Duration.ofMinutes(10));
  }

  @Test
  void idsThatComeApartAreChanges() throws Exception {
    store.apply(
        facts(
            PROJECT,
            IMPORT,
            List.of(
                merge(10, "b", "x", MergeKind.IDENTIFY),
                merge(20, "a", "b", MergeKind.CREATE_ALIAS))),
        Map.of());
    store.fold();
    long latest = store.latestChanges().getOrDefault(PROJECT, 0L);
    store.apply(facts(PROJECT, IMPORT, List.of(seen(5, "a"))), Map.of());
    store.fold();
    List<PersonChange> changes = store.changes(PROJECT, latest, 100);
    assertThat(changes).isNotEmpty();
    for (PersonChange change : changes) {
      assertThat(change.person()).isEqualTo(store.personOf(PROJECT, change.distinctId()));
    }
    Map<DistinctId, EventId> all = new HashMap<>();
    store.changes(PROJECT, 0, 100).forEach(each -> all.put(each.distinctId(), each.person()));
    assertThat(all.get(new DistinctId("a"))).isNotEqualTo(all.get(new DistinctId("b")));
    assertThat(all.get(new DistinctId("x"))).isEqualTo(all.get(new DistinctId("b")));
  }

  @Test
  void everyStoreHasAnIdOfItsOwn() throws Exception {
    assertThat(store.storeId()).isEqualTo(store.storeId());
    try (PersonStore other = create(Fold.DEFAULT_ID_LIMIT)) {
      assertThat(other.storeId()).isNotEqualTo(store.storeId());
    }
  }

  /// However many historical ids are dirty, and whatever the ids are called.
  @Test
  void whatLiveEventsMarkedIsFoldedFirst() throws Exception {
    List<Happening> historical = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      historical.add(merge(i, "user-" + i, "device-" + i, MergeKind.IDENTIFY));
    }
    store.apply(facts(PROJECT, IMPORT, historical), Map.of());
    DistinctId added = new DistinctId("zoe");
    store.apply(
        facts(
            PROJECT,
            CapturedEvent.LIVE,
            List.of(merge(200_000, added.value(), "tablet", MergeKind.IDENTIFY))),
        Map.of());
    var _ = store.foldSome();
    assertThat(isFolded(added)).isTrue();
    assertThat(store.personOf(PROJECT, new DistinctId("tablet")))
        .isEqualTo(store.personOf(PROJECT, added));
    assertThat(store.merges(PROJECT, IMPORT)).isEqualTo(new MergeCounts(50_000, 0, 0));
  }

  @Test
  void offsetsAreThoseAppliedLast() throws Exception {
    assertThat(store.offsets()).isEmpty();
    Partition other = new Partition(Lane.LIVE, 0);
    store.apply(facts(PROJECT, IMPORT, List.of()), Map.of(PARTITION, 5L, other, 1L));
    store.apply(facts(PROJECT, IMPORT, List.of()), Map.of(PARTITION, 9L));
    assertThat(store.offsets()).isEqualTo(Map.of(PARTITION, 9L, other, 1L));
  }

  @Test
  void projectsDoNotMix() throws Exception {
    store.apply(facts(PROJECT, IMPORT, List.of(merge(1, "a", "b", MergeKind.IDENTIFY))), Map.of());
    store.apply(facts(ANOTHER, IMPORT, List.of(seen(1, "a"), seen(2, "b"))), Map.of());
    assertThat(persons(store, PROJECT)).hasSize(1);
    assertThat(persons(store, ANOTHER)).hasSize(2);
    assertThat(store.merges(ANOTHER, IMPORT)).isEqualTo(MergeCounts.ZERO);
    assertThat(store.personOf(PROJECT, new DistinctId("a")))
        .isNotEqualTo(store.personOf(ANOTHER, new DistinctId("a")));
  }

  @Test
  void aMergeCountsForTheImportThatBroughtItFirst() throws Exception {
    List<Happening> one = List.of(merge(1, "a", "b", MergeKind.IDENTIFY));
    store.apply(facts(PROJECT, 1, one), Map.of());
    store.apply(facts(PROJECT, 2, one), Map.of());
    assertThat(store.merges(PROJECT, 1)).isEqualTo(new MergeCounts(1, 0, 0));
    assertThat(store.merges(PROJECT, 2)).isEqualTo(MergeCounts.ZERO);
  }

  @Test
  void whatIsNotLegalCountsAsRefusedButTheSameIdTwiceIsNothingToDo() throws Exception {
    store.apply(
        facts(
            PROJECT,
            IMPORT,
            List.of(
                merge(1, "a", "null", MergeKind.IDENTIFY),
                merge(2, "a", "a", MergeKind.CREATE_ALIAS))),
        Map.of());
    assertThat(store.merges(PROJECT, IMPORT)).isEqualTo(new MergeCounts(1, 1, 0));
    assertThat(persons(store, PROJECT)).hasSize(1).noneMatch(Person::identified);
  }

  @Test
  void anIdNeverMetBelongsToThePersonItWouldBe() throws Exception {
    EventId before = store.personOf(PROJECT, new DistinctId("new"));
    store.apply(facts(PROJECT, IMPORT, List.of(seen(1, "new"))), Map.of());
    assertThat(persons(store, PROJECT)).singleElement().extracting(Person::id).isEqualTo(before);
  }

  @Test
  void personsComeInTheOrderOfCodePoints() throws Exception {
    List<String> ids = List.of("Z", "a", "a b", "é", "\uff5e", "\ud83d\ude00");
    List<Happening> events = new ArrayList<>();
    for (String id : ids.reversed()) {
      events.add(seen(events.size(), id));
    }
    store.apply(facts(PROJECT, IMPORT, events), Map.of());
    assertThat(persons(store, PROJECT))
        .extracting(person -> person.distinctIds().getFirst().value())
        .containsExactlyElementsOf(ids);
  }

  protected static PersonFacts facts(ProjectId project, int importNumber, List<Happening> events) {
    FactCollector collector = new FactCollector();
    events.forEach(event -> collector.add(project, importNumber, event.event()));
    return collector.take();
  }

  protected static List<Person> persons(PersonStore store, ProjectId project) throws StoreFault {
    List<Person> persons = new ArrayList<>();
    store.forEachPerson(project, persons::add);
    return persons;
  }

  protected static List<Happening> history(Random random, int histories) {
    List<Happening> all = new ArrayList<>();
    Histories small = new Histories(random);
    for (int i = 0; i < histories; i++) {
      all.addAll(small.next("h" + i + "-"));
    }
    return all;
  }

  protected static List<Person> sorted(Set<Person> persons) {
    return persons.stream()
        .sorted(Comparator.comparing(person -> person.distinctIds().getFirst()))
        .toList();
  }

  private static MergeCounts counts(SequentialOracle oracle) {
    MergeCounts counts = MergeCounts.ZERO;
    for (SequentialOracle.Verdict verdict : oracle.verdicts().values()) {
      MergeCounts one =
          switch (verdict) {
            case APPLIED -> new MergeCounts(1, 0, 0);
            case REFUSED, ILLEGAL, PERSONLESS -> new MergeCounts(0, 1, 0);
            case SET_ASIDE -> new MergeCounts(0, 0, 1);
          };
      counts = counts.plus(one);
    }
    return counts;
  }

  private static Happening seen(int second, String id) {
    return happening(second, id, null, "");
  }

  private static Happening merge(int second, String into, String other, MergeKind kind) {
    return happening(second, into, kind, other);
  }

  private static Happening happening(
      int second, String id, @Nullable MergeKind kind, String other) {
    return new Happening(
        new EventId(second, id.hashCode()),
        second * 1_000_000L,
        id,
        false,
        kind,
        other,
        Map.of(),
        Map.of(),
        Set.of());
  }
}
