package dev.headgate.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import dev.headgate.source.http.FaultyServer.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects of a real HTTP server that fails in every way.
class HttpPlaceIT {
  private static final byte[] CONTENT = new byte[3_000_000];

  static {
    new Random(5).nextBytes(CONTENT);
  }

  @TempDir Path folder;
  private FaultyServer server;
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private final Patience patience =
      new Patience(Collections.nCopies(4, Duration.ofMillis(1)), waits::add);

  @BeforeEach
  void start() throws IOException {
    server = new FaultyServer(CONTENT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpPlace place(AddressPolicy policy) {
    return new HttpPlace(folder, policy, Duration.ofMillis(700), patience);
  }

  private StoredObject find() throws SourceFault {
    return place(AddressPolicy.any()).find(server.address("/export.jsonl").toString()).getFirst();
  }

  private static byte[] read(StoredObject object, long from) throws IOException {
    try (InputStream in = object.open(from, object.size())) {
      return in.readAllBytes();
    }
  }

  private static byte[] from(int offset) {
    return Arrays.copyOfRange(CONTENT, offset, CONTENT.length);
  }

  @Test
  void anObjectIsReadFromAnyPlaceInRanges() throws Exception {
    StoredObject object = find();
    assertThat(object.size()).isEqualTo(CONTENT.length);
    assertThat(object.name()).isEqualTo(server.address("/export.jsonl").toString());
    assertThat(object.fingerprint().path()).isEqualTo("\"one\" " + object.name());
    for (int offset : new int[] {0, 1, 1_234_567, CONTENT.length - 1, CONTENT.length}) {
      assertThat(read(object, offset)).isEqualTo(from(offset));
    }
    try (InputStream in = object.open(10, 20)) {
      assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(CONTENT, 10, 20));
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void whatBreaksOffGoesOnWhereItBroke() throws Exception {
    StoredObject object = find();
    server.next(
        new Fault.Cut(100_000),
        new Fault.Status(500, "", ""),
        new Fault.Status(403, "", ""),
        new Fault.Stall(50_000),
        new Fault.Status(404, "", ""));
    assertThat(read(object, 0)).isEqualTo(CONTENT);
    assertThat(waits).hasSize(5);
    assertThat(server.requests()).contains("/export.jsonl bytes=100000-2999999");
  }

  @Test
  void aServerThatAsksToWaitIsWaitedFor() throws Exception {
    StoredObject object = find();
    server.next(
        new Fault.Status(503, "Retry-After", "7"), new Fault.Status(429, "Retry-After", "99999"));
    assertThat(read(object, 0)).isEqualTo(CONTENT);
    assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(60));
  }

  @Test
  void whatDoesNotComeBackIsGivenUpSayingHowToGoOn() throws Exception {
    for (int code : new int[] {403, 404, 500}) {
      StoredObject object = find();
      server.next(new Fault.Cut(100_000));
      server.next(Collections.nCopies(4, new Fault.Status(code, "", "")).toArray(new Fault[0]));
      assertFault(
          () -> read(object, 0),
          SourceFault.Kind.UNREADABLE,
          "reading broke off at byte 100000 of 3000000, and did not come back after 5 tries: the"
              + " server answers HTTP "
              + code,
          "run the same command again");
    }
  }

  @Test
  void otherContentIsNeverReadOn() throws Exception {
    StoredObject object = find();
    server.next(new Fault.Cut(1_000_000));
    try (InputStream in = object.open(0, object.size())) {
      assertThat(in.readNBytes(1_000_000)).isEqualTo(Arrays.copyOf(CONTENT, 1_000_000));
      server.change(CONTENT.clone(), "\"two\"");
      assertFault(
          () -> in.readNBytes(10),
          SourceFault.Kind.CHANGED,
          "it was \"one\", and is \"two\"",
          "again");
    }
    server.change(Arrays.copyOf(CONTENT, 50), "\"one\"");
    assertFault(
        () -> read(object, 0), SourceFault.Kind.CHANGED, "had 3000000 bytes, and has 50", "again");
    assertFault(
        () -> read(object, 100), SourceFault.Kind.CHANGED, "no such range any more", "again");
  }

  @Test
  void withoutRangesItIsFetchedIntoAFile() throws Exception {
    for (boolean sized : new boolean[] {true, false}) {
      server.offerNoRanges(sized);
      // An answer in chunks that is cut has no end that could be missed.
      server.next(sized ? new Fault.Cut(10_000) : new Fault.Stall(10_000));
      server.next(new Fault.Status(500, "", ""));
      StoredObject object = find();
      assertThat(object.size()).isEqualTo(CONTENT.length);
      assertThat(read(object, 0)).isEqualTo(CONTENT);
      assertThat(read(object, 2_999_999)).isEqualTo(from(2_999_999));
    }
    assertThat(folder.resolve("fetched-0")).hasBinaryContent(CONTENT);
  }

  @Test
  void anEmptyObjectIsOne() throws Exception {
    server.change(new byte[0], "\"empty\"");
    assertThat(find().size()).isZero();
    assertThat(read(find(), 0)).isEmpty();
  }

  @Test
  void redirectsAreFollowedButNotForEver() throws Exception {
    server.next(
        new Fault.Status(302, "Location", "/elsewhere"),
        new Fault.Status(307, "Location", server.address("/there").toString()));
    assertThat(read(find(), 0)).isEqualTo(CONTENT);
    assertThat(server.requests()).contains("/there bytes=0-0", "/export.jsonl bytes=0-2999999");
    server.next(
        Collections.nCopies(6, new Fault.Status(302, "Location", "/on")).toArray(new Fault[0]));
    assertFault(
        this::find, SourceFault.Kind.WRONG_INPUT, "redirected more than 5 times", "find out");
    server.next(new Fault.Status(302, "Location", "file:///etc/passwd"));
    assertFault(
        this::find, SourceFault.Kind.WRONG_INPUT, "nothing is fetched from: file", "find out");
  }

  @Test
  void whatIsNotThereOrDeniedIsSaidAtOnce() {
    server.next(new Fault.Status(404, "", ""));
    assertFault(this::find, SourceFault.Kind.WRONG_INPUT, "nothing at this address", "spelling");
    server.next(new Fault.Status(403, "", ""));
    assertFault(
        this::find, SourceFault.Kind.WRONG_INPUT, "denies it (HTTP 403)", "link is still valid");
    assertThat(waits).isEmpty();
    server.next(Collections.nCopies(5, new Fault.Status(500, "", "")).toArray(new Fault[0]));
    assertFault(this::find, SourceFault.Kind.UNREADABLE, "HTTP 500", "run it again");
    assertThat(waits).hasSize(4);
  }

  @Test
  void secretsOfAnAddressAreNotShown() throws Exception {
    URI signed = server.address("/x?Signature=verysecret");
    StoredObject object = place(AddressPolicy.any()).find(signed.toString()).getFirst();
    assertThat(object.name()).startsWith(server.address("/x?").toString()).doesNotContain("secret");
    assertThat(server.requests().getLast()).contains("Signature=verysecret");
    assertFault(
        () -> place(AddressPolicy.any()).find("http://user:password@127.0.0.1/x"),
        SourceFault.Kind.WRONG_INPUT,
        "names and passwords",
        "fetch the file yourself");
  }

  @Test
  void aServerOfOursFetchesNothingFromPrivateAddresses() throws Exception {
    HttpPlace publicOnly = place(AddressPolicy.publicOnly());
    assertFault(
        () -> publicOnly.find(server.address("/x").toString()),
        SourceFault.Kind.WRONG_INPUT,
        "127.0.0.1, which is no public address",
        "publicly");
    assertThat(server.requests()).isEmpty();
  }

  private static void assertFault(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
      SourceFault.Kind kind,
      String what,
      String next) {
    assertThatThrownBy(call)
        .satisfies(thrown -> {
          SourceFault fault =
              thrown instanceof MediumFault medium
                  ? medium.told().orElseThrow()
                  : (SourceFault) thrown;
          assertThat(fault).hasMessageContaining(what);
          assertThat(fault.kind()).isEqualTo(kind);
          assertThat(fault.where()).startsWith("http");
          assertThat(fault.next()).contains(next);
        });
  }
}
