package dev.headgate.assess;

import dev.headgate.assess.PropertyFindings.OutOfPlace;
import dev.headgate.assess.PropertyFindings.TypeChange;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.EventDraft;
import dev.headgate.source.RawRecord;
import dev.headgate.spill.ExternalSums;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// What is counted of the properties of some events: names, types, keys, nesting, what looks out of
/// place, and how their times say their offset. Censuses of different events add up.
///
/// ```
/// a property's row    strings | numbers | booleans | objects | arrays | nulls
/// ```
final class PropertyCensus implements AutoCloseable {
  private static final int KINDS = 6;
  private static final int NULLS = 5;
  private static final Buckets KEYS = new Buckets(6, 24);
  private static final int LONGEST_NAME = 200;
  private static final int MOST_NAMES_KEPT = 4_096;

  private final ExternalSums properties;
  private final long[] keys = new long[KEYS.count()];
  private final long[] depths = new long[JsonCursor.MAX_DEPTH + 2];
  private final Map<String, Long> offsets = new TreeMap<>();
  private final Map<Misplaced, Examples> misplaced = new EnumMap<>(Misplaced.class);
  private final Map<String, Boolean> credentialNames = new HashMap<>();
  private long mostKeys;

  /// What the event at hand has out of place: each is counted once an event.
  private final EnumSet<Misplaced> ofEvent = EnumSet.noneOf(Misplaced.class);

  private int depthOfEvent;

  PropertyCensus(Path folder, int memoryBytes) {
    properties = new ExternalSums(folder, "properties", KINDS, 0, memoryBytes);
  }

  void add(EventDraft draft, RawRecord record) throws IOException {
    ofEvent.clear();
    depthOfEvent = 1;
    try {
      long keysOfEvent = walkTopLevel(draft.properties());
      keys[KEYS.of(keysOfEvent)]++;
      mostKeys = Math.max(mostKeys, keysOfEvent);
    } catch (MalformedJson e) {
      throw new IllegalArgumentException("a draft's properties are a well-formed object", e);
    }
    depths[depthOfEvent]++;
    for (Misplaced found : ofEvent) {
      misplaced
          .computeIfAbsent(found, _ -> new Examples())
          .add(record.position().part(), record.position().line());
    }
    String offset = ZoneOffsets.of(record.bytes(), draft.timestampMicros());
    if (!offset.isEmpty()) {
      offsets.merge(offset, 1L, Long::sum);
    }
  }

  private long walkTopLevel(JsonBytes object) throws MalformedJson, IOException {
    long count = 0;
    JsonCursor members = JsonCursor.object(object);
    while (members.next()) {
      count++;
      String name = members.name();
      String kept = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
      properties.of(kept)[column(members.kind())]++;
      look(members, name, 2);
    }
    return count;
  }

  private static int column(JsonKind kind) {
    return switch (kind) {
      case STRING -> 0;
      case NUMBER -> 1;
      case TRUE, FALSE -> 2;
      case OBJECT -> 3;
      case ARRAY -> 4;
      case NULL -> NULLS;
    };
  }

  /// @param depth of what is inside the value, if it holds others
  private void look(JsonCursor at, String name, int depth) throws MalformedJson {
    switch (at.kind()) {
      case OBJECT, ARRAY -> {
        depthOfEvent = Math.max(depthOfEvent, depth);
        boolean array = at.kind() == JsonKind.ARRAY;
        JsonCursor inside = at.enter();
        while (inside.next()) {
          look(inside, array ? name : inside.name(), depth + 1);
        }
      }
      case STRING -> lookAtText(name, at.text());
      case NUMBER -> lookAtNumber(name, at);
      case TRUE, FALSE, NULL -> {}
    }
  }

  private void lookAtText(String name, String text) {
    if (isCredential(name) && Misplaced.isFilled(text)) {
      ofEvent.add(Misplaced.CREDENTIAL_NAME);
    }
    if (Misplaced.isKnownSecret(text)) {
      ofEvent.add(Misplaced.KNOWN_SECRET);
    } else if (Misplaced.isCardNumber(text)) {
      ofEvent.add(Misplaced.CARD_NUMBER);
    } else if (Misplaced.isWebAddress(text)) {
      if (Misplaced.hasCredentialInQuery(text)) {
        ofEvent.add(Misplaced.CREDENTIAL_IN_ADDRESS);
      }
      if (Misplaced.hasMailInQuery(text)) {
        ofEvent.add(Misplaced.MAIL_IN_ADDRESS);
      }
    }
  }

  private void lookAtNumber(String name, JsonCursor at) throws MalformedJson {
    if (isCredential(name)) {
      ofEvent.add(Misplaced.CREDENTIAL_NAME);
    }
    if (at.to() - at.from() >= 13 && Misplaced.isCardNumber(at.text())) {
      ofEvent.add(Misplaced.CARD_NUMBER);
    }
  }

  private boolean isCredential(String name) {
    Boolean known = credentialNames.get(name);
    if (known == null) {
      known = Misplaced.namesCredential(name);
      if (credentialNames.size() < MOST_NAMES_KEPT) {
        credentialNames.put(name, known);
      }
    }
    return known;
  }

  void absorb(PropertyCensus other) {
    properties.absorb(other.properties);
    Arrays.setAll(keys, i -> keys[i] + other.keys[i]);
    Arrays.setAll(depths, i -> depths[i] + other.depths[i]);
    mostKeys = Math.max(mostKeys, other.mostKeys);
    other.offsets.forEach((offset, events) -> offsets.merge(offset, events, Long::sum));
    other.misplaced.forEach(
        (kind, found) -> misplaced.computeIfAbsent(kind, _ -> new Examples()).absorb(found));
  }

  Spread keysPerEvent() {
    return KEYS.spread(keys, 0, mostKeys);
  }

  Spread nestingDepth() {
    long deepest = 0;
    for (int depth = 0; depth < depths.length; depth++) {
      deepest = depths[depth] > 0 ? depth : deepest;
    }
    return new Buckets(9, 10).spread(Arrays.copyOf(depths, 1 << 10), 0, deepest);
  }

  List<Times.OffsetCount> offsets() {
    return offsets.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(offset -> new Times.OffsetCount(offset.getKey(), offset.getValue()))
        .toList();
  }

  /// By kind, those that were found.
  Map<Misplaced, Examples> misplaced() {
    return misplaced;
  }

  List<OutOfPlace> outOfPlace() {
    List<OutOfPlace> found = new ArrayList<>();
    misplaced.forEach((kind, where) -> found.add(new OutOfPlace(kind.key(), where.count())));
    return found;
  }

  /// @param names different ones
  /// @param changing properties with values of several types
  record Names(long names, long changing, List<TypeChange> changes) {}

  /// Called once, after the last {@link #add}.
  Names names(int most) throws IOException {
    Comparator<TypeChange> bestFirst =
        Comparator.comparingLong(PropertyCensus::differing)
            .reversed()
            .thenComparing(TypeChange::property);
    PriorityQueue<TypeChange> worstFirst = new PriorityQueue<>(bestFirst.reversed());
    long names = 0;
    long changing = 0;
    try (ExternalSums.Summed summed = properties.summed()) {
      while (summed.next()) {
        names++;
        long[] row = summed.row();
        if (Arrays.stream(row, 0, NULLS).filter(count -> count > 0).count() > 1) {
          changing++;
          worstFirst.add(
              new TypeChange(shown(summed.key()), row[0], row[1], row[2], row[3], row[4]));
          if (worstFirst.size() > most) {
            worstFirst.remove();
          }
        }
      }
    }
    return new Names(names, changing, worstFirst.stream().sorted(bestFirst).toList());
  }

  private static long differing(TypeChange change) {
    long[] counts = {
      change.string(), change.number(), change.bool(), change.object(), change.array()
    };
    return Arrays.stream(counts).sum() - Arrays.stream(counts).max().orElse(0);
  }

  /// A name that is itself what should not be shown is not.
  private static String shown(String name) {
    boolean data =
        Misplaced.isCardNumber(name)
            || Misplaced.isKnownSecret(name)
            || Misplaced.isMailAddress(name);
    return data
        ? "(a name that is not shown)"
        : new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    properties.close();
  }
}
