package dev.headgate.store;

import dev.headgate.event.DistinctId;
import dev.headgate.event.ProjectId;
import dev.headgate.identity.Person;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/// Carries all facts about persons from one store to another, and proves that they make the same
/// persons there. Facts may come twice, so a move that was interrupted is simply begun again. The
/// offsets come last, when all was found equal: a store that has some serves a pipeline.
public final class PersonsMove {
  private final PersonStore from;
  private final PersonStore to;
  private final LongConsumer progress;

  /// @param progress told, now and then, how many ids and merges were carried over so far
  public PersonsMove(PersonStore from, PersonStore to, LongConsumer progress) {
    this.from = from;
    this.to = to;
    this.progress = progress;
  }

  /// What was compared of one project.
  ///
  /// @param persons in the store that was moved from
  /// @param equal whether the other has the same ones, byte for byte, and refused the same merges
  public record Compared(ProjectId project, long persons, boolean equal) {}

  /// What came of a move.
  ///
  /// @param facts ids and merges carried over
  public record Result(long facts, List<Compared> projects) {
    public boolean proved() {
      return projects.stream().allMatch(Compared::equal);
    }
  }

  /// Carries over, compares, and hands the offsets over if all is equal. Nothing may be written to
  /// either store meanwhile.
  public Result run() throws StoreFault {
    SortedSet<ProjectId> projects = new TreeSet<>(Comparator.comparingInt(ProjectId::number));
    long facts;
    try (PersonSnapshot source = from.snapshot()) {
      facts = carry(source, projects);
      try (PersonSnapshot target = to.snapshot()) {
        List<Compared> compared = new ArrayList<>();
        for (ProjectId project : projects) {
          Sum here = sum(source, project);
          Sum there = sum(target, project);
          compared.add(new Compared(project, here.persons, here.equals(there)));
        }
        Result result = new Result(facts, compared);
        if (result.proved()) {
          to.apply(new PersonFacts(Map.of(), List.of()), source.offsets());
        }
        return result;
      }
    }
  }

  private long carry(PersonSnapshot source, SortedSet<ProjectId> projects) throws StoreFault {
    long[] carried = {0};
    List<StoreFault> faults = new ArrayList<>();
    source.forEachFacts(batch -> {
      if (!faults.isEmpty()) {
        return;
      }
      try {
        to.apply(batch, Map.of());
      } catch (StoreFault e) {
        faults.add(e);
        return;
      }
      projects.addAll(batch.registers().keySet());
      batch.merges().forEach(merge -> projects.add(merge.project()));
      carried[0] += batch.merges().size();
      batch.registers().values().forEach(ids -> carried[0] += ids.size());
      progress.accept(carried[0]);
    });
    if (!faults.isEmpty()) {
      throw faults.getFirst();
    }
    return carried[0];
  }

  private record Sum(long persons, String digest, Map<MergeWarning, Long> warnings) {}

  private static Sum sum(PersonSnapshot snapshot, ProjectId project) throws StoreFault {
    MessageDigest digest = sha256();
    long[] persons = {0};
    snapshot.forEachPerson(
        project,
        person -> {
          persons[0]++;
          add(person, digest);
        });
    MergeWarnings warnings =
        snapshot.warnings(
            project, new MergeWarnings.Question(OptionalInt.empty(), Optional.empty(), 0));
    return new Sum(persons[0], HexFormat.of().formatHex(digest.digest()), warnings.counts());
  }

  private static void add(Person person, MessageDigest digest) {
    digest.update(person.id().ascii());
    digest.update((byte) (person.identified() ? 1 : 0));
    digest.update(ByteBuffer.allocate(8).putLong(person.createdAtMicros()).flip());
    for (DistinctId id : person.distinctIds()) {
      add(id.value().getBytes(StandardCharsets.UTF_8), digest);
    }
    person
        .properties()
        .forEach((key, value) -> {
          add(key.getBytes(StandardCharsets.UTF_8), digest);
          add(value.utf8(), digest);
        });
  }

  /// With its length, so that no two different lists of texts are the same bytes.
  private static void add(byte[] bytes, MessageDigest digest) {
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
