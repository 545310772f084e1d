package dev.headgate.admit;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.json.MalformedJson;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrailVerifierTest {
  private static final List<TrailEntry> TRAIL = trail(6);
  private static final TrailHead HEAD = TRAIL.getLast().head();

  private static AuditEntry told(int i, String why) {
    return told(i, why, Subject.ofImport(1 + i % 2));
  }

  private static AuditEntry told(int i, String why, Subject subject) {
    return new AuditEntry(
        ProjectId.DEFAULT,
        subject,
        NOON.plusSeconds(i).plusNanos(1_000),
        (i % 3 == 0 ? TEAM : CUSTOMER).at("127.0.0.1"),
        "submit",
        i == 0 ? "" : "draft",
        "submitted",
        why,
        "note merges_present",
        Optional.of(JsonBytes.of("{\"plan\":" + i + "}")));
  }

  private static List<TrailEntry> trail(int length) {
    List<TrailEntry> entries = new ArrayList<>();
    TrailHead head = TrailHead.NONE;
    for (int i = 0; i < length; i++) {
      entries.add(TrailEntry.after(head, told(i, "because " + i)));
      head = entries.getLast().head();
    }
    return entries;
  }

  private static TrailCheck check(List<TrailEntry> entries, TrailHead... noted) {
    TrailVerifier verifier = new TrailVerifier(List.of(noted));
    entries.forEach(verifier::accept);
    return verifier.result();
  }

  private static Broken broken(List<TrailEntry> entries, TrailHead... noted) {
    TrailCheck check = check(entries, noted);
    assertThat(check).isInstanceOf(Broken.class);
    return (Broken) check;
  }

  private static List<TrailEntry> with(int index, TrailEntry entry) {
    List<TrailEntry> entries = new ArrayList<>(TRAIL);
    entries.set(index, entry);
    return entries;
  }

  private static List<TrailEntry> without(int index) {
    List<TrailEntry> entries = new ArrayList<>(TRAIL);
    entries.remove(index);
    return entries;
  }

  /// The entry with another value in one of its components.
  private static TrailEntry altered(TrailEntry entry, RecordComponent component) {
    try {
      RecordComponent[] all = TrailEntry.class.getRecordComponents();
      Object[] values = new Object[all.length];
      for (int i = 0; i < all.length; i++) {
        Object value = all[i].getAccessor().invoke(entry);
        values[i] = all[i].getName().equals(component.getName()) ? other(value) : value;
      }
      return TrailEntry.class
          .getDeclaredConstructor(
              Arrays.stream(all).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Object other(Object value) {
    return switch (value) {
      case Long number -> number + 1;
      case String text -> text + "x";
      case Instant time -> time.plusNanos(1_000);
      case Subject(String kind, long number) -> new Subject(kind, number + 1);
      default -> throw new AssertionError("teach this test " + value.getClass());
    };
  }

  @Test
  void aTrailThatNobodyTouchedIsWhole() {
    assertThat(check(TRAIL)).isEqualTo(new TrailCheck.Whole(HEAD));
    assertThat(check(TRAIL, HEAD, TRAIL.get(2).head(), TrailHead.NONE))
        .as("it has grown since a head was noted")
        .isEqualTo(new TrailCheck.Whole(HEAD));
    assertThat(check(List.of())).isEqualTo(new TrailCheck.Whole(TrailHead.NONE));
  }

  @Test
  void theHashIsOverNetstringsOfAllFieldsAndTheHashBefore() {
    AuditEntry entry =
        new AuditEntry(
            new ProjectId(2),
            Subject.ofLoadTest(3),
            Instant.parse("2026-11-27T12:00:00.123456789Z"),
            Actor.customer("größe").at("127.0.0.1"),
            "submit",
            "",
            "submitted",
            "a,b:c",
            "",
            Optional.of(JsonBytes.of("{}")));
    TrailEntry first = TrailEntry.after(TrailHead.NONE, entry);
    assertThat(first.at()).isEqualTo(Instant.parse("2026-11-27T12:00:00.123456Z"));
    assertThat(first.sawDigest()).as("printf '{}' | sha256sum").startsWith("44136fa355b3678a");
    // Made by another program, from the drawing in the class.
    assertThat(first.hash())
        .isEqualTo("b7088e60f81da56945cd471d1db2e6c6fbe949033801b29b2d2376eebab5bc91");
  }

  @Test
  void everyFieldThatIsAlteredIsFoundAndItsEntryNamed() {
    for (RecordComponent component : TrailEntry.class.getRecordComponents()) {
      for (int i = 0; i < TRAIL.size(); i++) {
        if (component.getName().equals("sequence")) {
          continue;
        }
        Broken broken = broken(with(i, altered(TRAIL.get(i), component)));
        assertThat(broken.first()).as(component.getName()).isEqualTo(i + 1);
        assertThat(broken.last()).isEqualTo(i + 1);
        assertThat(broken.damage()).isEqualTo(Damage.ALTERED);
        assertThat(broken.what()).contains("entry " + (i + 1));
      }
    }
  }

  @Test
  void anotherKindOfSubjectIsFoundToo() {
    TrailEntry entry = TRAIL.get(2);
    TrailEntry ofFlood =
        TrailEntry.after(TRAIL.get(1).head(), told(2, "because 2", Subject.ofFlood(1)));
    assertThat(entry.subject()).isEqualTo(Subject.ofImport(1));
    assertThat(ofFlood.hash()).isNotEqualTo(entry.hash());
  }

  @Test
  void anotherNumberIsFoundToo() {
    RecordComponent sequence = TrailEntry.class.getRecordComponents()[0];
    for (int i = 0; i < TRAIL.size(); i++) {
      Broken broken = broken(with(i, altered(TRAIL.get(i), sequence)));
      assertThat(broken.damage()).isEqualTo(Damage.REMOVED);
      assertThat(broken.first()).isEqualTo(i + 1);
    }
  }

  @Test
  void textThatMovesFromOneFieldToTheNextIsAnotherEntry() {
    TrailEntry one = TrailEntry.after(TrailHead.NONE, told(0, "ab"));
    AuditEntry moved =
        new AuditEntry(
            ProjectId.DEFAULT,
            Subject.ofImport(1),
            NOON.plusNanos(1_000),
            TEAM.at("127.0.0.1"),
            "submit",
            "",
            "submitteda",
            "b",
            "note merges_present",
            Optional.of(JsonBytes.of("{\"plan\":0}")));
    assertThat(TrailEntry.after(TrailHead.NONE, moved).hash()).isNotEqualTo(one.hash());
  }

  @Test
  void whoMakesTheHashAnewIsFoundAtTheNextEntryOrByTheHead() {
    for (int i = 0; i < TRAIL.size(); i++) {
      TrailEntry before = TRAIL.get(i);
      TrailHead head = i == 0 ? TrailHead.NONE : TRAIL.get(i - 1).head();
      TrailEntry forged = TrailEntry.after(head, told(i, "another reason"));
      Broken broken = broken(with(i, forged), HEAD);
      assertThat(broken.damage()).isEqualTo(Damage.REPLACED);
      assertThat(broken.last()).as(before.words()).isEqualTo(i + 1);
    }
  }

  @Test
  void whoMakesTheWholeTrailAnewIsFoundByAHeadThatWasNoted() {
    List<TrailEntry> anew = new ArrayList<>();
    TrailHead head = TrailHead.NONE;
    for (int i = 0; i < TRAIL.size(); i++) {
      anew.add(TrailEntry.after(head, told(i, i == 1 ? "nothing to see" : "because " + i)));
      head = anew.getLast().head();
    }
    assertThat(check(anew)).as("without a head").isInstanceOf(TrailCheck.Whole.class);
    Broken broken = broken(anew, TRAIL.get(3).head());
    assertThat(broken.damage()).isEqualTo(Damage.REPLACED);
    assertThat(broken.last()).isEqualTo(4);
  }

  @Test
  void eachEntryThatIsRemovedIsFoundAndNamed() {
    for (int i = 0; i < TRAIL.size() - 1; i++) {
      assertThat(broken(without(i)))
          .isEqualTo(new Broken(Damage.REMOVED, i + 1, "entry " + (i + 1) + " is missing"));
    }
    assertThat(broken(List.of(TRAIL.get(0), TRAIL.get(4), TRAIL.get(5))))
        .isEqualTo(new Broken(Damage.REMOVED, 2, 4, "entries 2 to 4 are missing"));
  }

  @Test
  void anEndThatIsCutOffIsFoundByTheHead() {
    for (int left = 0; left < TRAIL.size(); left++) {
      Broken broken = broken(TRAIL.subList(0, left), HEAD);
      assertThat(broken.damage()).isEqualTo(Damage.CUT_OFF);
      assertThat(broken.first()).isEqualTo(left + 1);
      assertThat(broken.last()).isEqualTo(TRAIL.size());
    }
  }

  @Test
  void entriesThatAreRemovedAndTheRestRenumberedAreFound() {
    List<TrailEntry> renumbered = new ArrayList<>(TRAIL.subList(0, 2));
    for (TrailEntry entry : TRAIL.subList(3, 6)) {
      renumbered.add(
          new TrailEntry(
                  entry.sequence() - 1,
                  entry.project(),
                  entry.subject(),
                  entry.at(),
                  entry.actor(),
                  entry.role(),
                  entry.address(),
                  entry.step(),
                  entry.from(),
                  entry.to(),
                  entry.why(),
                  entry.saw(),
                  entry.sawDigest(),
                  entry.previousHash(),
                  "")
              .withItsHash());
    }
    Broken broken = broken(renumbered);
    assertThat(broken.damage()).isEqualTo(Damage.REPLACED);
    assertThat(broken.what()).contains("entry 2").contains("entry 3");
    List<TrailEntry> withoutFirst = List.of(renumbered.get(2));
    assertThat(broken(withoutFirst).first()).isEqualTo(1);
  }

  @Test
  void eachEntryThatIsSwappedOrInsertedIsFoundAndNamed() {
    for (int i = 0; i < TRAIL.size() - 1; i++) {
      List<TrailEntry> swapped = new ArrayList<>(TRAIL);
      Collections.swap(swapped, i, i + 1);
      Broken broken = broken(swapped);
      assertThat(broken.damage()).isEqualTo(Damage.REORDERED);
      assertThat(broken.first()).isEqualTo(i + 1);
    }
    for (int i = 1; i <= TRAIL.size(); i++) {
      List<TrailEntry> inserted = new ArrayList<>(TRAIL);
      inserted.add(i, TRAIL.get(i - 1));
      assertThat(broken(inserted).damage()).isEqualTo(Damage.INSERTED);
      assertThat(broken(inserted).first()).isEqualTo(i);
    }
    for (int i = 1; i < TRAIL.size(); i++) {
      List<TrailEntry> forged = new ArrayList<>(TRAIL);
      forged.add(i, TrailEntry.after(TRAIL.get(i - 1).head(), told(9, "forged")));
      assertThat(broken(forged).damage()).isEqualTo(Damage.INSERTED);
      assertThat(broken(forged).first()).isEqualTo(i + 1);
    }
  }

  /// Random trails with odd texts: whole as they are, also exported and read; found when damaged.
  @Test
  void whateverIsDoneToATrailIsFound() throws MalformedJson {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("TrailVerifierTest -Dseed=" + seed);
    Random random = new Random(seed);
    RecordComponent[] components = TrailEntry.class.getRecordComponents();
    for (int round = 0; round < 2_000; round++) {
      List<TrailEntry> entries = new ArrayList<>();
      TrailHead head = TrailHead.NONE;
      int length = 1 + random.nextInt(8);
      for (int i = 0; i < length; i++) {
        TrailEntry entry = TrailEntry.after(head, told(random.nextInt(4), oddText(random)));
        assertThat(TrailJson.entry(TrailJson.members(TrailJson.write(entry).toString())))
            .isEqualTo(entry);
        entries.add(entry);
        head = entry.head();
      }
      assertThat(check(entries, head)).isEqualTo(new TrailCheck.Whole(head));
      List<TrailEntry> damaged = new ArrayList<>(entries);
      int at = random.nextInt(length);
      switch (random.nextInt(4)) {
        case 0 -> damaged.remove(at);
        case 1 -> damaged.add(random.nextInt(length + 1), entries.get(at));
        case 2 -> Collections.swap(damaged, at, random.nextInt(length));
        default ->
            damaged.set(
                at, altered(entries.get(at), components[random.nextInt(components.length)]));
      }
      if (!damaged.equals(entries)) {
        Broken broken = broken(damaged, head);
        assertThat(broken.first()).isBetween(1L, length + 1L);
        assertThat(broken.what()).isNotEmpty();
      }
    }
  }

  private static String oddText(Random random) {
    String odd = "a,1:\"\\\n\u0000ü\ud83d\ude00\ud800é";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(odd.charAt(random.nextInt(odd.length())));
    }
    return text.toString();
  }
}
