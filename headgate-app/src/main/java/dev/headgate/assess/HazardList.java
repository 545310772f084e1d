package dev.headgate.assess;

import dev.headgate.assess.Assessment.SourceSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;

/// The hazards found, in the words people read. What was not found is not listed.
final class HazardList {
  private final IntFunction<String> partName;
  private final List<Assessment.Hazard> hazards = new ArrayList<>();

  HazardList(IntFunction<String> partName) {
    this.partName = partName;
  }

  void truncated(List<SourceSummary> sources) {
    List<String> cut =
        sources.stream()
            .filter(source -> source.truncated().isPresent())
            .map(source -> source.name() + " " + source.truncated().orElseThrow())
            .toList();
    addFiles("truncated", cut, "ends", "end", "too early: what comes after the cut is not here");
  }

  void withoutRecords(Collection<PartTally> parts) {
    List<String> empty =
        parts.stream().filter(part -> part.records() == 0).map(PartTally::name).toList();
    addFiles("without_records", empty, "holds", "hold", "no record at all");
  }

  void future(Examples found) {
    add(
        "future_timestamps",
        found,
        "event lies",
        "events lie",
        "in the future, as seen when this assessment began");
  }

  void before1971(Examples found) {
    add(
        "before_1971",
        found,
        "event lies",
        "events lie",
        "before 1971, which mostly means that the time was missing or not understood");
  }

  void wrongUnit(Examples found) {
    add(
        "seconds_as_milliseconds",
        found,
        "event before 1971 would be",
        "events before 1971 would be",
        "of this century had its number been read as seconds (or milliseconds): mend the unit first");
  }

  void large(Examples found) {
    add(
        "large_events",
        found,
        "event is",
        "events are",
        "larger than 1 MB, which many pipelines refuse");
  }

  void equalAcrossFiles(Examples found) {
    add(
        "equal_across_files",
        found,
        "record without a uuid also stands",
        "records without a uuid also stand",
        "in an earlier file: the two are one event");
  }

  void duplicateUuids(Examples found) {
    add(
        "duplicate_uuids",
        found,
        "event carries",
        "events carry",
        "a uuid that an earlier event of this export carries: one of them is stored");
  }

  void repeated(Examples found) {
    add(
        "repeated_records",
        found,
        "record repeats",
        "records repeat",
        "an earlier one of the same file byte for byte: each stays an event of its own");
  }

  void illegalIds(Examples found) {
    add(
        "illegal_distinct_ids",
        found,
        "event carries",
        "events carry",
        "a placeholder (such as null or anonymous) as distinct_id: all with the same one belong to"
            + " one person");
  }

  void zeroUuids(Examples found) {
    add(
        "zero_uuid_ids",
        found,
        "event carries",
        "events carry",
        "the uuid of zeros as distinct_id: all of them belong to one person");
  }

  void testAddresses(Examples found) {
    add(
        "test_ids",
        found,
        "event is of",
        "events are of",
        "a mail address that people make up for tests (test@..., ...@example.com)");
  }

  void illegalMerges(Examples found) {
    add(
        "illegal_merges",
        found,
        "event asks",
        "events ask",
        "for a merge with a placeholder (such as null or anonymous), which will be refused");
  }

  void manyMerges(List<Identities.MergeId> mergeIds) {
    List<Identities.MergeId> many =
        mergeIds.stream().filter(id -> id.others() >= Identities.MANY_OTHERS).toList();
    add(
        "many_merges",
        many.size(),
        List.of(),
        "id is",
        "ids are",
        "merged with a thousand others or more, and make one person of them all");
  }

  void sharedDevices(Examples found) {
    add(
        "shared_devices",
        found,
        "device has",
        "devices have",
        "several users: what was done on it without a user belongs to the first of them, and each of"
            + " the others stays a person of its own");
  }

  void misplaced(Misplaced kind, Examples found) {
    add(
        kind.key(),
        found,
        "of the events looked at " + kind.what(),
        "of the events looked at "
            + kind.what().replaceFirst("^has ", "have ").replaceFirst("^holds ", "hold "),
        "(values are never shown): is it meant to be imported?");
  }

  List<Assessment.Hazard> list() {
    return List.copyOf(hazards);
  }

  private void addFiles(String kind, List<String> files, String one, String many, String rest) {
    List<String> first = files.stream().limit(Examples.MOST).toList();
    add(kind, files.size(), first, "file " + one, "files " + many, rest);
  }

  private void add(String kind, Examples found, String one, String many, String rest) {
    add(kind, found.count(), found.places(partName), one, many, rest);
  }

  private void add(
      String kind, long count, List<String> examples, String one, String many, String rest) {
    if (count > 0) {
      String what = (count == 1 ? one : many) + " " + rest;
      hazards.add(new Assessment.Hazard(kind, count, what, examples));
    }
  }
}
