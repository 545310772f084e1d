package dev.headgate.assess;

import static dev.headgate.assess.ExportForTest.pair;
import static dev.headgate.assess.ExportForTest.withUuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.event.EventTime;
import dev.headgate.source.Decoded;
import dev.headgate.source.EventDraft;
import dev.headgate.source.IdentityPair;
import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever reads which parts of an export, or stretches of them, and in whatever order that is put
/// together: it is the same assessment.
class AssessorPartsTest {
  private static final int MOST_READERS = 7;

  @TempDir Path folder;

  /// How an export is dealt out to readers, so that all of it is read.
  private interface Dealing {
    void deal(ExportForTest export, List<Assessor> readers, Random random) throws IOException;
  }

  /// Few lines in little memory, where all spills; and enough that the sample gives up levels.
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, 1_500, 24_000})
  void partsReadApartAndPutTogetherInAnyOrderAreTheSameAssessment(int lines) throws IOException {
    assertTheSameApart(lines, AssessorPartsTest::dealParts);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 40, 1_500, 24_000})
  void anySevenStretchesPutTogetherInAnyOrderAreTheSameAssessment(int lines) throws IOException {
    assertTheSameApart(lines, AssessorPartsTest::dealStretches);
  }

  private void assertTheSameApart(int lines, Dealing dealing) throws IOException {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("AssessorPartsTest -Dseed=" + seed);
    Random random = new Random(seed + lines);
    ExportForTest export = randomExport(random, lines);
    int memoryBytes = lines > 2_000 ? 4 << 20 : 150_000;
    boolean thorough = lines == 1_500;

    Path whole = Files.createDirectories(folder.resolve("whole"));
    String expected = inOnePass(export, whole, memoryBytes, thorough);
    for (int attempt = 0; attempt < 4; attempt++) {
      Path split = Files.createDirectories(folder.resolve("split-" + attempt));
      assertThat(apart(export, split, memoryBytes, thorough, random, dealing)).isEqualTo(expected);
      for (String file : List.of("repeats.bin", "pairs.bin", "records.sketch")) {
        assertThat(split.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
      }
    }
  }

  private static String inOnePass(
      ExportForTest export, Path into, int memoryBytes, boolean thorough) throws IOException {
    try (Assessor assessor = ExportForTest.assessor(into, memoryBytes, thorough)) {
      for (int part = 0; part < export.parts().size(); part++) {
        export.feed(assessor, part);
      }
      return finish(assessor, into);
    }
  }

  /// Lets readers take over from each other, when all is read, until one is left.
  private static String apart(
      ExportForTest export,
      Path into,
      int memoryBytes,
      boolean thorough,
      Random random,
      Dealing dealing)
      throws IOException {
    List<Assessor> readers = new ArrayList<>();
    try {
      for (int reader = 0; reader < MOST_READERS; reader++) {
        Path own = Files.createDirectories(into.resolve("reader-" + reader));
        readers.add(ExportForTest.assessor(own, memoryBytes, thorough));
      }
      dealing.deal(export, readers, random);
      return finish(putTogether(readers, random), into);
    } finally {
      for (Assessor reader : readers) {
        reader.close();
      }
    }
  }

  private static void dealParts(ExportForTest export, List<Assessor> readers, Random random)
      throws IOException {
    List<Integer> parts = new ArrayList<>();
    for (int part = 0; part < export.parts().size(); part++) {
      parts.add(part);
    }
    Collections.shuffle(parts, random);
    for (int part : parts) {
      export.feed(any(readers, random), part);
    }
  }

  /// Cuts every part at random lines, deals the stretches out to be read in any order, and tells
  /// any reader that a part has ended.
  private static void dealStretches(ExportForTest export, List<Assessor> readers, Random random)
      throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (int part = 0; part < export.parts().size(); part++) {
      pieces.addAll(pieces(part, export.parts().get(part).lines().size(), random));
    }
    List<Piece> anyOrder = new ArrayList<>(pieces);
    Collections.shuffle(anyOrder, random);
    Map<Piece, TimeOrder> orders = new HashMap<>();
    for (Piece piece : anyOrder) {
      orders.put(piece, export.feed(any(readers, random), piece.part, piece.from, piece.to));
    }
    for (int part = 0; part < export.parts().size(); part++) {
      TimeOrder order = TimeOrder.NONE;
      for (Piece piece : pieces) {
        order = piece.part == part ? order.then(Objects.requireNonNull(orders.get(piece))) : order;
      }
      export.endPart(any(readers, random), part, order);
    }
  }

  private static Assessor any(List<Assessor> readers, Random random) {
    return readers.get(random.nextInt(readers.size()));
  }

  private record Piece(int part, int from, int to) {}

  /// Seven of them, some empty.
  private static List<Piece> pieces(int part, int lines, Random random) {
    int[] cuts = new int[MOST_READERS + 1];
    for (int i = 1; i < MOST_READERS; i++) {
      cuts[i] = random.nextInt(lines + 1);
    }
    cuts[MOST_READERS] = lines;
    Arrays.sort(cuts);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < MOST_READERS; i++) {
      Piece piece = new Piece(part, cuts[i], cuts[i + 1]);
      if (!pieces.contains(piece)) {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private static Assessor putTogether(List<Assessor> readers, Random random) throws IOException {
    List<Assessor> left = new ArrayList<>(readers);
    while (left.size() > 1) {
      Assessor other = left.remove(random.nextInt(left.size()));
      left.get(random.nextInt(left.size())).absorb(other);
    }
    return left.getFirst();
  }

  private static String finish(Assessor assessor, Path into) throws IOException {
    Assessed assessed =
        assessor.finish(
            into.resolve("repeats.bin"), into.resolve("pairs.bin"), into.resolve("records.sketch"));
    return new AssessmentJson().write(assessed.assessment()).toString();
  }

  @Test
  void nothingIsLeftBehindByThoseThatWereTakenOver() throws IOException {
    ExportForTest export = randomExport(new Random(1), 3_000);
    apart(export, folder, 150_000, false, new Random(2), AssessorPartsTest::dealParts);
    try (var files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("repeats.bin", "pairs.bin", "records.sketch");
    }
  }

  @Test
  void aPartIsCountedOnce() throws IOException {
    ExportForTest export = new ExportForTest().part("a");
    Path other = Files.createDirectories(folder.resolve("other"));
    try (Assessor one = ExportForTest.assessor(folder, 1 << 20, false);
        Assessor another = ExportForTest.assessor(other, 1 << 20, false)) {
      export.feed(one, 0);
      export.feed(another, 0);
      assertThatIllegalArgumentException().isThrownBy(() -> one.absorb(another));
    }
  }

  /// A history with something wrong of every kind.
  private static ExportForTest randomExport(Random random, int lines) {
    ExportForTest export = new ExportForTest();
    int parts = 1 + random.nextInt(9);
    for (int part = 0; part < parts; part++) {
      export.part("part-" + part + ".jsonl");
      for (int i = 0; i < lines / parts; i++) {
        int dice = random.nextInt(100);
        if (dice == 0) {
          export.line("", new Decoded.Blank());
        } else if (dice == 1) {
          export.line("{", new Decoded.Rejected(RejectReason.NOT_JSON, "ends too early"));
        } else if (dice == 2) {
          export.line("#", new Decoded.NoEvent());
        } else {
          addEvents(export, random, lines);
        }
      }
    }
    return export;
  }

  private static void addEvents(ExportForTest export, Random random, int lines) {
    String time = time(random);
    List<EventDraft> drafts = new ArrayList<>();
    for (int i = random.nextInt(12) == 0 ? 3 : 1; i > 0; i--) {
      EventDraft draft = ExportForTest.draft(name(random), id(random), time, properties(random));
      drafts.add(random.nextInt(3) == 0 ? withUuid(draft, random.nextInt(lines)) : draft);
    }
    List<IdentityPair> pairs =
        random.nextInt(8) == 0
            ? List.of(pair("user " + random.nextInt(30), "device " + random.nextInt(60), time))
            : List.of();
    String bytes =
        "{\"n\":"
            + random.nextInt(1 + lines / 2)
            + ",\"time\":\""
            + time
            + "\"}"
            + "x".repeat(random.nextInt(random.nextInt(40) == 0 ? 5_000 : 50));
    export.line(bytes, new Decoded.Events(drafts, pairs));
  }

  private static String name(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "$identify";
      case 1 -> "$create_alias";
      case 2 -> "type " + random.nextInt(1_200);
      default -> "type " + random.nextInt(5);
    };
  }

  private static String id(Random random) {
    return switch (random.nextInt(40)) {
      case 0 -> "null";
      case 1 -> "00000000-0000-0000-0000-000000000000";
      case 2 -> "test@shop.de";
      case 3 -> "ann@example.com";
      default -> "user " + (int) Math.pow(3_000, random.nextDouble());
    };
  }

  private static String time(Random random) {
    long micros =
        switch (random.nextInt(40)) {
          case 0 -> random.nextLong(1L << 40);
          case 1 -> EventTime.ofInstant(ExportForTest.NOW) + random.nextLong(1L << 40);
          case 2 -> random.nextInt(19_000) * 86_400_000_000L;
          default -> 1_700_000_000_000_000L + random.nextLong(30_000_000_000_000L);
        };
    String utc = EventTime.format(micros);
    return random.nextBoolean() ? utc : utc.replace("Z", "+00:00");
  }

  private static String properties(Random random) {
    String value =
        switch (random.nextInt(7)) {
          case 0 -> "\"4111 1111 1111 1111\"";
          case 1 -> "{\"deep\":[{\"password\":\"x1\"}]}";
          case 2 -> "17";
          case 3 -> "true";
          default -> "\"text\"";
        };
    String other = "\"other " + random.nextInt(20) + "\"";
    return "{\"$anon_distinct_id\":"
        + other
        + ",\"alias\":"
        + other
        + ",\"key "
        + random.nextInt(300)
        + "\":"
        + value
        + "}";
  }
}
