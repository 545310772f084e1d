package dev.headgate.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalSortTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 10, 13, 20, 28, 32})
  void sortsAsASimpleSortDoesWhateverTheWidth(int rowBytes) throws IOException {
    for (int memoryRows : new int[] {7, 100, 5_000}) {
      List<byte[]> rows = randomRows(rowBytes, 500, 256, rowBytes * 31L + memoryRows);
      assertSorted(rows, rowBytes, memoryRows * (rowBytes + 8));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rowsThatAgreeInMostBytesAreStillInOrder(int differentBytes) throws IOException {
    assertSorted(randomRows(28, 5_000, differentBytes, 99 + differentBytes), 28, 36 * 600);
    assertSorted(randomRows(28, 5_000, differentBytes, 99 + differentBytes), 28, 1 << 20);
  }

  @Test
  void rowsThatDifferOnlyInTheLastByteAreInOrder() throws IOException {
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      byte[] row = new byte[17];
      row[16] = (byte) (i * 7);
      rows.add(row);
    }
    assertSorted(rows, 17, 25 * 100);
    assertSorted(rows, 17, 1 << 20);
  }

  @Test
  void equalRowsAreKeptEachOfThem() throws IOException {
    byte[] row = {1, 2, 3, 4, 5, 6, 7, 8};
    assertSorted(java.util.Collections.nCopies(10_000, row), 8, 16 * 900);
  }

  @Test
  void bytesCountAsUnsigned() throws IOException {
    byte[] low = {0x7f, 0, 0, 0, 0, 0, 0, 0};
    byte[] high = {(byte) 0x80, 0, 0, 0, 0, 0, 0, 0};
    assertSorted(List.of(high, low), 8, 1 << 10);
  }

  @Test
  void nothingAddedIsNothingSorted() throws IOException {
    assertSorted(List.of(), 8, 1 << 10);
  }

  @Test
  void moreRunsThanAreMergedAtOnceAreMergedInSteps() throws IOException {
    int runs = RunFiles.FAN_IN * 2 + 3;
    assertSorted(randomRows(12, runs * 10, 256, 5), 12, 10 * 20);
  }

  @Test
  void filesEndWithTheSortAlsoWhenItIsGivenUp() throws IOException {
    try (ExternalSort sort = new ExternalSort(folder, "rows", 8, 16 * 10)) {
      for (byte[] row : randomRows(8, 1_000, 256, 6)) {
        sort.add(row);
      }
      assertThat(filesLeft()).isPositive();
    }
    assertThat(filesLeft()).isZero();
  }

  @Test
  void aRowIsAtLeastEightBytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ExternalSort(folder, "x", 7, 1000));
  }

  private void assertSorted(List<byte[]> rows, int rowBytes, int memoryBytes) throws IOException {
    List<String> expected =
        rows.stream().sorted(Arrays::compareUnsigned).map(HexFormat.of()::formatHex).toList();
    List<byte[]> actual = new ArrayList<>();
    try (ExternalSort sort = new ExternalSort(folder, "rows", rowBytes, memoryBytes)) {
      byte[] reused = new byte[rowBytes + 3];
      for (byte[] row : rows) {
        System.arraycopy(row, 0, reused, 0, rowBytes);
        sort.add(reused);
      }
      assertThat(sort.rows()).isEqualTo(rows.size());
      try (ExternalSort.Sorted sorted = sort.sorted()) {
        while (sorted.next()) {
          actual.add(sorted.row());
        }
        assertThat(sorted.next()).isFalse();
      }
    }
    assertThat(actual.stream().map(HexFormat.of()::formatHex)).containsExactlyElementsOf(expected);
    assertThat(filesLeft()).isZero();
  }

  /// Rows in which each byte is one of `values`, so that few values make many ties.
  private static List<byte[]> randomRows(int rowBytes, int count, int values, long seed) {
    System.out.println("seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] row = new byte[rowBytes];
      for (int b = 0; b < rowBytes; b++) {
        row[b] = (byte) random.nextInt(values);
      }
      rows.add(row);
    }
    rows.add(ByteBuffer.allocate(rowBytes).putLong(-1L).array());
    return rows;
  }

  private long filesLeft() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
