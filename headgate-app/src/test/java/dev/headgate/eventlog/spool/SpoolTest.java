package dev.headgate.eventlog.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final ProjectToken TOKEN = new ProjectToken("phc_spool");

  @TempDir Path folder;

  private final List<String> remarks = new ArrayList<>();

  private static SpoolFrame frame(int number) {
    return new SpoolFrame(
        1000 + number,
        TOKEN,
        List.of(CapturedEvents.of("a", number), CapturedEvents.of("ö", number)));
  }

  private static List<SpoolFrame> takeAll(Spool spool) throws IOException {
    List<SpoolFrame> frames = new ArrayList<>();
    Optional<SpoolFrame> next = spool.peek();
    while (next.isPresent()) {
      frames.add(next.get());
      spool.remove();
      next = spool.peek();
    }
    return frames;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.sorted().toList();
    }
  }

  @Test
  void framesAreTakenInTheirOrderAndTheirFilesAreDeleted() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 600, remarks::add)) {
      List<SpoolFrame> added = new ArrayList<>();
      for (int number = 0; number < 20; number++) {
        added.add(frame(number));
        assertThat(spool.add(frame(number))).isTrue();
      }
      assertThat(files()).hasSizeGreaterThan(3);
      assertThat(spool.oldestMillis()).hasValue(1000);
      assertThat(takeAll(spool)).isEqualTo(added);
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.bytes()).isZero();
      assertThat(spool.oldestMillis()).isEmpty();
      assertThat(files()).isEmpty();
      assertThat(spool.add(frame(20))).isTrue();
      assertThat(takeAll(spool)).containsExactly(frame(20));
    }
  }

  @Test
  void addingAndTakingMayAlternate() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 600, remarks::add)) {
      int next = 0;
      for (int number = 0; number < 60; number++) {
        spool.add(frame(number));
        if (number % 3 != 0) {
          assertThat(spool.peek()).hasValue(frame(next++));
          spool.remove();
        }
      }
      List<SpoolFrame> rest = takeAll(spool);
      assertThat(rest.getFirst()).isEqualTo(frame(next));
      assertThat(rest).hasSize(60 - next);
    }
  }

  @Test
  void framesOfOneProjectAreTakenTogetherUpToABound() throws IOException {
    SpoolFrame other =
        new SpoolFrame(1, new ProjectToken("phc_other"), List.of(CapturedEvents.of("b", 1)));
    int length = frame(1).encoded().remaining();
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 19, remarks::add)) {
      for (int number = 1; number <= 5; number++) {
        spool.add(frame(number));
      }
      spool.add(other);
      spool.add(frame(6));
      assertThat(spool.oldest(3L * length)).containsExactly(frame(1), frame(2), frame(3));
      assertThat(spool.oldest(1)).containsExactly(frame(1));
      spool.remove();
      assertThat(spool.oldest(1 << 20)).hasSize(4).startsWith(frame(2)).endsWith(frame(5));
      spool.remove();
      assertThat(spool.oldest(1 << 20)).containsExactly(other);
      spool.remove();
      assertThat(spool.oldest(1 << 20)).containsExactly(frame(6));
      spool.remove();
      assertThat(spool.oldest(1 << 20)).isEmpty();
      assertThat(spool.isEmpty()).isTrue();
    }
  }

  @Test
  void aFullSpoolTakesNothingUntilAFileIsAtItsEnd() throws IOException {
    int length = frame(1).encoded().remaining();
    try (Spool spool = Spool.open(folder, 4L * length, 2 * length, remarks::add)) {
      for (int number = 1; number <= 4; number++) {
        assertThat(spool.add(frame(number))).isTrue();
      }
      assertThat(spool.add(frame(5))).isFalse();
      for (int number = 1; number <= 2; number++) {
        assertThat(spool.peek()).hasValue(frame(number));
        spool.remove();
      }
      assertThat(spool.add(frame(6))).isTrue();
      assertThat(takeAll(spool)).containsExactly(frame(3), frame(4), frame(6));
    }
  }

  @Test
  void whatWasAddedIsThereAfterACrashWhereverTheLastFrameBreaksOff() throws IOException {
    int twoFrames = frame(0).encoded().remaining() + frame(1).encoded().remaining();
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      for (int number = 0; number < 3; number++) {
        spool.add(frame(number));
      }
    }
    Path file = files().getFirst();
    byte[] whole = Files.readAllBytes(file);
    for (int cut = twoFrames; cut < whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
        spool.add(frame(9));
        assertThat(takeAll(spool))
            .as("cut at %d", cut)
            .containsExactly(frame(0), frame(1), frame(9));
      }
    }
    byte[] flipped = whole.clone();
    flipped[whole.length - 3] ^= 1;
    Files.write(file, flipped);
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      assertThat(takeAll(spool)).containsExactly(frame(0), frame(1));
    }
  }

  @Test
  void aFileThatIsDamagedOrGoneIsSetAsideAndTheOthersAreTaken() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 1, remarks::add)) {
      for (int number = 0; number < 5; number++) {
        spool.add(frame(number));
      }
      List<Path> each = files();
      byte[] changed = Files.readAllBytes(each.get(1));
      changed[20] ^= 1;
      Files.write(each.get(1), changed);
      Files.write(each.get(2), Arrays.copyOf(changed, 30));
      Files.delete(each.get(3));
      assertThat(spool.peek()).hasValue(frame(0));
      spool.remove();
      for (String why : List.of("no frame at byte 0", "it ends too early", "is gone")) {
        assertThatThrownBy(spool::peek).isInstanceOf(IOException.class).hasMessageContaining(why);
      }
      assertThat(takeAll(spool)).containsExactly(frame(4));
      assertThat(spool.isEmpty()).isTrue();
      assertThat(spool.bytes()).isZero();
    }
    assertThat(files()).hasSize(2).allMatch(file -> file.toString().endsWith(".broken"));
  }

  @Test
  void aFrameThatWasDamagedBeforeTheSpoolWasOpenedIsKeptWithWhatComesBehindIt() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      for (int number = 0; number < 4; number++) {
        spool.add(frame(number));
      }
    }
    Path file = files().getFirst();
    byte[] changed = Files.readAllBytes(file);
    changed[frame(0).encoded().remaining() + 30] ^= 1;
    Files.write(file, changed);
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      assertThat(takeAll(spool)).containsExactly(frame(0));
      spool.add(frame(5));
      assertThat(takeAll(spool)).containsExactly(frame(5));
    }
    assertThat(remarks).hasSize(1);
    assertThat(remarks.getFirst()).contains("is damaged at byte", "is kept as");
    assertThat(files()).hasSize(1);
    assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(changed);
  }

  @Test
  void severalCrashesInARowLeaveAFileEach() throws IOException {
    for (int crash = 0; crash < 3; crash++) {
      try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
        spool.add(frame(crash));
      }
    }
    assertThat(files()).hasSize(3);
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      spool.add(frame(3));
      assertThat(takeAll(spool)).containsExactly(frame(0), frame(1), frame(2), frame(3));
      assertThat(files()).isEmpty();
    }
  }

  @Test
  void afterACrashFramesOfAFileThatWasNotAtItsEndAreTakenAgain() throws IOException {
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      for (int number = 0; number < 3; number++) {
        spool.add(frame(number));
      }
      spool.peek();
      spool.remove();
    }
    try (Spool spool = Spool.open(folder, 1 << 20, 1 << 20, remarks::add)) {
      assertThat(takeAll(spool)).containsExactly(frame(0), frame(1), frame(2));
      assertThat(files()).isEmpty();
    }
  }
}
