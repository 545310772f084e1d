package dev.headgate.source.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Objects of a real server of S3, and connections to it that break.
class S3PlaceIT {
  @TempDir static Path folder;
  private static S3Server server;
  private static BreakingProxy proxy;

  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void start() throws IOException {
    server = new S3Server(folder);
    proxy = new BreakingProxy(server.port());
    S3Server.useKeys(true);
  }

  @AfterAll
  static void stop() throws IOException {
    S3Server.forgetKeys();
    proxy.close();
    server.close();
  }

  private S3Place place(URI endpoint) {
    Patience patience = new Patience(Collections.nCopies(4, Duration.ofMillis(1)), waits::add);
    return new S3Place(Optional.of(endpoint), Duration.ofMillis(1_500), patience);
  }

  private List<StoredObject> find(String argument) throws SourceFault {
    return place(proxy.address()).find(argument);
  }

  private static String at(String key) {
    return "s3://" + S3Server.BUCKET + "/" + key;
  }

  private static byte[] read(StoredObject object, long from) throws IOException {
    try (InputStream in = object.open(from, object.size())) {
      return in.readAllBytes();
    }
  }

  @Test
  void aKeyIsAnObjectAFolderOrTheBeginningOfKeys() throws Exception {
    for (String key :
        List.of("f/a", "f/b/c", "f/.hidden", "f/.git/x", "fa", "g/day-1", "g/day-2")) {
      server.put(key, key);
    }
    assertThat(find(at("f")))
        .extracting(StoredObject::name)
        .containsExactly(at("f/a"), at("f/b/c"));
    assertThat(find(at("f/")))
        .extracting(StoredObject::name)
        .containsExactly(at("f/a"), at("f/b/c"));
    assertThat(find(at("fa"))).extracting(StoredObject::name).containsExactly(at("fa"));
    assertThat(find(at("g/day-"))).hasSize(2);
    assertThat(find(at("nothing"))).isEmpty();
    StoredObject object = find(at("f/b/c")).getFirst();
    assertThat(read(object, 0)).asString().isEqualTo("f/b/c");
    assertThat(object.fingerprint().path()).endsWith("\" " + at("f/b/c"));
    assertThat(object.fingerprint().size()).isEqualTo(5);
  }

  @Test
  void moreObjectsThanAPageHoldsAreAllListed() throws Exception {
    for (int i = 0; i < 1_005; i++) {
      server.put("many/%04d".formatted(i), "x");
    }
    assertThat(find(at("many")))
        .hasSize(1_005)
        .extracting(StoredObject::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void rangesAreReadAndBrokenConnectionsGoOn() throws Exception {
    byte[] content = new byte[2_000_000];
    new Random(4).nextBytes(content);
    server.put("big", content);
    StoredObject object = find(at("big")).getFirst();
    assertThat(read(object, 1_999_000))
        .isEqualTo(Arrays.copyOfRange(content, 1_999_000, 2_000_000));
    assertThat(waits).isEmpty();
    proxy.breakAfter(700_000, false);
    assertThat(read(object, 0)).isEqualTo(content);
    assertThat(waits).hasSize(1);
    proxy.breakAfter(300_000, true);
    assertThat(read(object, 0)).isEqualTo(content);
    assertThat(waits).hasSize(2);
  }

  @Test
  void whatChangedSinceItWasListedIsRefusedSayingWhatChanged() throws Exception {
    server.put("changing", "first");
    StoredObject object = find(at("changing")).getFirst();
    server.put("changing", "second content");
    assertFault(
        () -> read(object, 0),
        SourceFault.Kind.CHANGED,
        "it had 5 bytes and the ETag "
            + object.fingerprint().path().split(" ", 2)[0]
            + ", and has 14 bytes and the ETag");
    server.delete("changing");
    assertFault(() -> read(object, 0), SourceFault.Kind.CHANGED, "it is gone");
  }

  @Test
  void aBucketThatDeniesOrIsNotThereIsSaid() throws Exception {
    S3Server.useKeys(false);
    try {
      assertFault(
          () -> find(at("x")), SourceFault.Kind.WRONG_INPUT, "the bucket denies it (HTTP 403");
    } finally {
      S3Server.useKeys(true);
    }
    assertFault(
        () -> find("s3://no-such-bucket/x"),
        SourceFault.Kind.WRONG_INPUT,
        "no such bucket there (HTTP 404");
    assertFault(() -> find("s3:///x"), SourceFault.Kind.WRONG_INPUT, "names no bucket");
    assertThat(waits).isEmpty();
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    proxy.breakAfter(0, true);
    assertThat(find(at("nothing"))).isEmpty();
    assertThat(waits).hasSize(1);
    URI nobody = URI.create("http://127.0.0.1:1");
    assertFault(() -> place(nobody).find(at("x")), SourceFault.Kind.UNREADABLE, "cannot be listed");
    assertThat(waits).hasSize(5);
  }

  private static void assertFault(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
      SourceFault.Kind kind,
      String what) {
    assertThatThrownBy(call)
        .satisfies(thrown -> {
          SourceFault fault =
              thrown instanceof MediumFault medium
                  ? medium.told().orElseThrow()
                  : (SourceFault) thrown;
          assertThat(fault).hasMessageContaining(what);
          assertThat(fault.kind()).isEqualTo(kind);
          assertThat(fault.where()).startsWith("s3://");
          assertThat(fault.next()).isNotBlank();
        });
  }
}
