package dev.headgate.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GzipContentTest {
  private static final byte[] CONTENT = "some content, some more\n".repeat(500).getBytes(UTF_8);

  @Test
  void severalMembersAreOneContent() throws IOException {
    assertThat(unpack(Pack.GZIP.packInPieces(CONTENT, 7))).isEqualTo(CONTENT);
    assertThat(unpack(concat(Pack.GZIP.pack(new byte[0]), Pack.GZIP.pack(CONTENT))))
        .isEqualTo(CONTENT);
    assertThat(unpack(Pack.GZIP.pack(new byte[0]))).isEmpty();
  }

  @Test
  void zerosAfterTheLastMemberArePadding() throws IOException {
    assertThat(unpack(concat(Pack.GZIP.pack(CONTENT), new byte[5_000]))).isEqualTo(CONTENT);
  }

  @Test
  void anythingElseAfterItIsAFaultButNothingIsLost() throws IOException {
    byte[] packed = concat(Pack.GZIP.pack(CONTENT), "rubbish".getBytes(UTF_8));
    assertThat(readable(packed)).isEqualTo(CONTENT);
    assertThatThrownBy(() -> unpack(packed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no gzip, at packed byte");
  }

  @Test
  void headersMayHaveAllTheirParts() throws IOException {
    byte[] plain = Pack.GZIP.pack(CONTENT);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0x1e, 0, 0, 0, 0, 0, 0});
    packed.writeBytes(new byte[] {3, 0, 1, 2, 3});
    packed.writeBytes("name\0comment\0".getBytes(UTF_8));
    packed.writeBytes(new byte[] {9, 9});
    packed.writeBytes(Arrays.copyOfRange(plain, 10, plain.length));
    assertThat(unpack(packed.toByteArray())).isEqualTo(CONTENT);
  }

  @Test
  void cutAnywhereGivesWhatIsReadableThenTheFault() throws IOException {
    byte[] packed = Pack.GZIP.packInPieces(CONTENT, 2);
    int firstMember = Pack.GZIP.pack(Arrays.copyOf(CONTENT, CONTENT.length / 2)).length;
    int before = 0;
    for (int cut = 1; cut < packed.length; cut++) {
      byte[] half = Arrays.copyOf(packed, cut);
      byte[] read = readable(half);
      assertThat(read).isEqualTo(Arrays.copyOf(CONTENT, read.length));
      assertThat(read.length).isGreaterThanOrEqualTo(before);
      before = read.length;
      if (cut == firstMember) {
        assertThat(unpack(half)).hasSize(CONTENT.length / 2);
      } else {
        assertThatThrownBy(() -> unpack(half)).hasMessageContaining("ends too early");
      }
    }
    assertThat(before).isEqualTo(CONTENT.length);
  }

  @Test
  void whatIsReadableOfACutFileDoesNotDependOnHowMuchIsReadAtOnce() throws IOException {
    byte[] packed = Pack.GZIP.pack(new byte[2_000]);
    for (int cut = 12; cut < packed.length; cut++) {
      byte[] half = Arrays.copyOf(packed, cut);
      int most = readable(half, 4_096).length;
      for (int atOnce : List.of(1, 7, 256, 512)) {
        assertThat(readable(half, atOnce)).as("%d of %d bytes", atOnce, cut).hasSize(most);
      }
    }
  }

  @Test
  void flippedBitsAreNoticedByTheEndAtTheLatest() throws IOException {
    long seed = 17;
    Random random = new Random(seed);
    byte[] packed = Pack.GZIP.pack(CONTENT);
    for (int i = 0; i < 300; i++) {
      byte[] flipped = packed.clone();
      int at = 10 + random.nextInt(packed.length - 10);
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      boolean noticed = !Arrays.equals(readable(flipped), CONTENT) || isFaulty(flipped);
      // The last byte of the deflated data may end in bits that mean nothing.
      assertThat(noticed || at == packed.length - 9).as("seed %d: byte %d", seed, at).isTrue();
      if (!Arrays.equals(readable(flipped), CONTENT)) {
        assertThat(isFaulty(flipped)).as("seed %d: byte %d", seed, at).isTrue();
      }
    }
  }

  private static boolean isFaulty(byte[] packed) {
    try {
      unpack(packed);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void theFaultStays() throws IOException {
    try (InputStream in = content(Arrays.copyOf(Pack.GZIP.pack(CONTENT), 40))) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> in.read()).isInstanceOf(IOException.class);
    }
  }

  private static InputStream content(byte[] packed) {
    return new GzipContent(new ByteArrayInputStream(packed));
  }

  private static byte[] unpack(byte[] packed) throws IOException {
    try (InputStream in = content(packed)) {
      return in.readAllBytes();
    }
  }

  private static byte[] readable(byte[] packed) throws IOException {
    return readable(packed, 333);
  }

  private static byte[] readable(byte[] packed, int atOnce) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[atOnce];
    try (InputStream in = content(packed)) {
      for (int n; (n = in.read(buffer)) >= 0; ) {
        read.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // What was read before it is the point.
    }
    return read.toByteArray();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
