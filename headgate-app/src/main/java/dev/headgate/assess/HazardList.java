package dev.headgate.assess;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// The hazards found, in the words people read. What was not found is not listed.
final class HazardList {
  private final IntFunction<String> partName;
  private final List<Assessment.Hazard> hazards = new ArrayList<>();

  HazardList(IntFunction<String> partName) {
    this.partName = partName;
  }

  void truncated(List<Assessment.SourceSummary> sources) {
    List<String> cut =
        sources.stream()
            .filter(source -> source.truncated().isPresent())
            .map(source -> source.name() + " " + source.truncated().orElseThrow())
            .toList();
    add(
        "truncated",
        cut.size(),
        "files end before they should: what comes after the cut is not in this export",
        cut.stream().limit(Examples.MOST).toList());
  }

  void withoutRecords(List<PartTally> parts) {
    List<String> empty =
        parts.stream().filter(part -> part.records() == 0).map(PartTally::name).toList();
    add(
        "without_records",
        empty.size(),
        "files hold no record at all",
        empty.stream().limit(Examples.MOST).toList());
  }

  void future(Examples found) {
    add(
        "future_timestamps",
        found,
        "events lie in the future, as seen when this assessment began; they are stored as they are");
  }

  void before1971(Examples found) {
    add(
        "before_1971",
        found,
        "events lie before 1971, which mostly means that their time was missing or not understood");
  }

  void equalAcrossFiles(Examples found) {
    add(
        "equal_across_files",
        found,
        "records without a uuid also stand in an earlier file: each becomes one event with it");
  }

  void duplicateUuids(Examples found) {
    add(
        "duplicate_uuids",
        found,
        "events carry a uuid that an earlier event of this export carries: the first one stays");
  }

  void repeated(Examples found) {
    add(
        "repeated_records",
        found,
        "records repeat an earlier line of their file byte for byte: each stays an event of its own");
  }

  void illegalIds(Examples found) {
    add(
        "illegal_distinct_ids",
        found,
        "events carry a placeholder as distinct_id (such as null or anonymous), so they all belong"
            + " to one person");
  }

  void illegalMerges(Examples found) {
    add(
        "illegal_merges",
        found,
        "events ask for a merge with a placeholder (such as null or anonymous): it will be refused");
  }

  List<Assessment.Hazard> list() {
    return List.copyOf(hazards);
  }

  private void add(String kind, Examples found, String what) {
    add(kind, found.count(), what, found.places(partName));
  }

  private void add(String kind, long count, String what, List<String> examples) {
    if (count > 0) {
      hazards.add(new Assessment.Hazard(kind, count, what, examples));
    }
  }
}
