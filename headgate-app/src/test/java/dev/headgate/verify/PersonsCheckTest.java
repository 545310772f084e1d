package dev.headgate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.verify.PersonsCheck.Difference;
import dev.headgate.verify.PersonsCheck.Kind;
import dev.headgate.verify.PersonsCheck.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonsCheckTest {
  @TempDir Path scratch;

  /// Persons by id, `a=1 b=1 c=2`, on either side.
  private Outcome compare(String ours, String theirs) throws IOException {
    try (PersonsCheck check = new PersonsCheck(scratch)) {
      List<String> ids = new ArrayList<>();
      for (String each : ours.split(" ", -1)) {
        List<String> words = List.of(each.split("=", -1));
        check.ours(words.get(0), words.get(1));
        ids.add(words.get(0));
      }
      for (String each : theirs.split(" ", -1)) {
        List<String> words = List.of(each.split("[=@]", -1));
        long version = words.size() > 2 ? Long.parseLong(words.get(2).replace("x", "")) : 0;
        check.theirs(words.get(0), words.get(1), version, each.endsWith("x"));
        ids.add(words.get(0));
      }
      Outcome outcome = check.compare();
      ids.forEach(check::name);
      return check.named(outcome);
    }
  }

  @Test
  void theSameGroupsUnderOtherNamesAgree() throws IOException {
    Outcome outcome = compare("a=1 b=1 c=2", "c=p a=q b=q");
    assertThat(outcome.same()).isTrue();
    assertThat(outcome.compared()).isEqualTo(3);
    assertThat(outcome.here()).isEqualTo(2);
    assertThat(outcome.there()).isEqualTo(2);
    assertThat(outcome.named()).isEmpty();
  }

  @Test
  void whatIsJoinedOnOneSideOnlyIsNamed() throws IOException {
    Outcome outcome = compare("a=1 b=1 c=2 d=3", "a=p b=q c=r d=r");
    assertThat(outcome.same()).isFalse();
    assertThat(outcome.counts())
        .isEqualTo(Map.of(Kind.JOINED_ONLY_HERE, 1L, Kind.JOINED_ONLY_THERE, 1L));
    assertThat(outcome.named())
        .extracting(Difference::kind)
        .containsExactly(Kind.JOINED_ONLY_HERE, Kind.JOINED_ONLY_THERE);
    assertThat(outcome.named().getFirst().ids()).containsExactlyInAnyOrder("a", "b");
    assertThat(outcome.named().getLast().ids()).containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void idsOfOneSideOnlyAreNamedAndNoError() throws IOException {
    Outcome outcome = compare("a=1 b=1", "a=p c=p");
    assertThat(outcome.same()).isTrue();
    assertThat(outcome.named())
        .containsExactlyInAnyOrder(
            new Difference(Kind.ONLY_HERE, List.of("b")),
            new Difference(Kind.ONLY_THERE, List.of("c")));
    assertThat(compare("a=1", "b=1").same()).as("nothing was compared").isFalse();
  }

  @Test
  void theLatestVersionOfAnIdCountsAndADeletedOneIsNobodys() throws IOException {
    assertThat(compare("a=1 b=1", "a=p@2 a=q@1 b=p@0").same()).isTrue();
    assertThat(compare("a=1 b=1", "a=p@1 a=q@2 b=p@0").same()).isFalse();
    assertThat(compare("a=1 b=2", "a=p b=p@0 b=p@100x").named())
        .containsExactly(new Difference(Kind.ONLY_HERE, List.of("b")));
  }

  @Test
  void countsAreThoseOfAModel() throws IOException {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 50; round++) {
      Map<String, Integer> ours = new TreeMap<>();
      Map<String, Integer> theirs = new TreeMap<>();
      for (int id = 0; id < 30; id++) {
        if (random.nextInt(5) > 0) {
          ours.put("id" + id, random.nextInt(12));
        }
        if (random.nextInt(5) > 0) {
          theirs.put("id" + id, random.nextInt(4) > 0 ? id / 3 : random.nextInt(12));
        }
      }
      try (PersonsCheck check = new PersonsCheck(scratch)) {
        for (Map.Entry<String, Integer> each : ours.entrySet()) {
          check.ours(each.getKey(), "o" + each.getValue());
        }
        for (Map.Entry<String, Integer> each : theirs.entrySet()) {
          check.theirs(each.getKey(), "t" + each.getValue(), 0, false);
        }
        Outcome outcome = check.compare();
        assertThat(outcome.count(Kind.JOINED_ONLY_HERE))
            .as("seed %s, round %s", seed, round)
            .isEqualTo(several(ours, theirs));
        assertThat(outcome.count(Kind.JOINED_ONLY_THERE)).isEqualTo(several(theirs, ours));
        assertThat(outcome.count(Kind.ONLY_HERE)).isEqualTo(lacking(ours, theirs));
        assertThat(outcome.count(Kind.ONLY_THERE)).isEqualTo(lacking(theirs, ours));
      }
    }
  }

  /// Persons of one side whose common ids have several persons on the other.
  private static long several(Map<String, Integer> one, Map<String, Integer> other) {
    Map<Integer, Set<Integer>> others = new TreeMap<>();
    one.forEach((id, person) -> {
      if (other.containsKey(id)) {
        others.computeIfAbsent(person, _ -> new HashSet<>()).add(other.get(id));
      }
    });
    return others.values().stream().filter(persons -> persons.size() > 1).count();
  }

  private static long lacking(Map<String, Integer> one, Map<String, Integer> other) {
    return one.keySet().stream().filter(id -> !other.containsKey(id)).count();
  }
}
