package dev.headgate.synth;

import dev.headgate.event.EventTime;
import dev.headgate.json.JsonOutput;
import dev.headgate.synth.Move.MergeName;
import dev.headgate.synth.People.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Writes the counts of a history as one JSON object, with the words of `assess --json` where it
/// has them.
///
/// `events` are the lines that make an event and the `$identify` that each of the `pairs` of ids
/// side by side makes, `stored` those that are left when duplicates have met their first copy.
/// `merges` are counted as lines, `merge_outcomes` as stored events; there, `refused` is
/// `cannot_merge_already_identified` and `illegal` no merge at all.
final class CountsJson {
  private static final int TOP_IDS = 100;

  private final SynthSettings settings;
  private final EventCounts counts;
  private final People people;
  private final UserIds ids;
  private final JsonOutput out = new JsonOutput(64 << 10);

  CountsJson(SynthSettings settings, EventCounts counts, HistoryGenerator generator) {
    this.settings = settings;
    this.counts = counts;
    this.people = generator.people();
    this.ids = generator.ids();
  }

  /// An id and its events; in order: most events first, then by code point.
  @SuppressWarnings("ArrayRecordComponent") // compared by ORDER only
  private record IdCount(byte[] id, long events) {
    static final Comparator<IdCount> ORDER =
        Comparator.comparingLong(IdCount::events)
            .reversed()
            .thenComparing(IdCount::id, Arrays::compareUnsigned);
  }

  byte[] write() {
    long rejected = counts.broken.values().stream().mapToLong(Long::longValue).sum();
    out.ascii("{\"format\":").string(settings.format().formatName());
    number("seed", settings.seed());
    number("lines", counts.lines);
    number("bytes", counts.bytes);
    number("events", counts.events);
    number("stored", counts.events - counts.duplicates);
    number("duplicates", counts.duplicates);
    number("repeats", counts.repeats);
    number("pairs", counts.pairs);
    number("rejected", rejected);
    rejectedByReason();
    ids();
    number(
        "distinct_uuids",
        settings.uuids()
            ? counts.events - counts.duplicates - 2 * counts.repeats - counts.pairs
            : 0);
    number("personless_events", counts.personless);
    eventTypes();
    days();
    merges();
    persons();
    return out.ascii("}").toByteArray();
  }

  private void number(String name, long value) {
    out.ascii(",\"").ascii(name).ascii("\":").number(value);
  }

  private void rejectedByReason() {
    List<String> members = new ArrayList<>();
    for (Map.Entry<BrokenLine, Long> entry : counts.broken.entrySet()) {
      members.add("\"" + entry.getKey().reason() + "\":" + entry.getValue());
    }
    out.ascii(",\"rejected_by_reason\":{").ascii(String.join(",", members)).ascii("}");
  }

  private void ids() {
    long distinct = 0;
    PriorityQueue<IdCount> top = new PriorityQueue<>(IdCount.ORDER.reversed());
    for (int user = 0; user < people.users(); user++) {
      for (IdSlot slot : IdSlot.values()) {
        int events = people.events(user, slot);
        if (events == 0) {
          continue;
        }
        distinct++;
        if (top.size() < TOP_IDS || events >= top.element().events) {
          top.add(new IdCount(ids.utf8(user, slot), events));
        }
        if (top.size() > TOP_IDS) {
          top.remove();
        }
      }
    }
    number("distinct_ids", distinct);
    out.ascii(",\"top_distinct_ids\":[");
    String separator = "{";
    for (IdCount id : top.stream().sorted(IdCount.ORDER).toList()) {
      out.ascii(separator).ascii("\"distinct_id\":\"").bytes(id.id).ascii("\"");
      number("events", id.events);
      out.ascii(",\"share\":").ascii(Double.toString((double) id.events / counts.events));
      out.ascii("}");
      separator = ",{";
    }
    out.ascii("]");
  }

  private void eventTypes() {
    out.ascii(",\"event_types\":[");
    String separator = "{";
    List<Map.Entry<String, Long>> types = new ArrayList<>(counts.byName.entrySet());
    types.sort(
        Map.Entry.<String, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    for (Map.Entry<String, Long> type : types) {
      out.ascii(separator).ascii("\"event\":").string(type.getKey());
      number("events", type.getValue());
      out.ascii("}");
      separator = ",{";
    }
    out.ascii("]");
  }

  private void days() {
    out.ascii(",\"first_timestamp\":").string(EventTime.format(counts.firstMicros));
    out.ascii(",\"last_timestamp\":").string(EventTime.format(counts.lastMicros));
    out.ascii(",\"days\":[");
    String separator = "{";
    for (Map.Entry<Integer, Long> day : counts.byDay.entrySet()) {
      out.ascii(separator).ascii("\"day\":").string(LocalDate.ofEpochDay(day.getKey()).toString());
      number("events", day.getValue());
      out.ascii("}");
      separator = ",{";
    }
    out.ascii("]");
  }

  private void merges() {
    out.ascii(",\"merges\":{\"identify\":").number(merges(MergeName.IDENTIFY));
    number("create_alias", merges(MergeName.CREATE_ALIAS));
    number("merge_dangerously", merges(MergeName.MERGE_DANGEROUSLY));
    out.ascii("},\"merge_outcomes\":{\"joined\":").number(outcome(Outcome.JOINED));
    number("already_one", outcome(Outcome.ALREADY_ONE));
    number("refused", outcome(Outcome.REFUSED));
    number("illegal", outcome(Outcome.ILLEGAL));
    out.ascii("}");
  }

  private long merges(MergeName name) {
    return counts.merges.getOrDefault(name, 0L);
  }

  private long outcome(Outcome outcome) {
    return counts.outcomes.getOrDefault(outcome, 0L);
  }

  private void persons() {
    long persons = 0;
    long identified = 0;
    for (int user = 0; user < people.users(); user++) {
      int which = 0;
      for (IdSlot slot : IdSlot.values()) {
        which |= people.which(user, slot);
      }
      for (int each = 1; each <= 2; each++) {
        if ((which & each) != 0) {
          persons++;
          identified += people.rows().identified(people.row(user, each)) ? 1 : 0;
        }
      }
    }
    number("persons", persons);
    number("identified_persons", identified);
  }
}
