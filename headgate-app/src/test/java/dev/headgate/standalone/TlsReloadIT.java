package dev.headgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What a look at the files changes, look by look.
class TlsReloadIT {
  @TempDir static Path made;
  private static Certificates first;
  private static Certificates second;

  @TempDir Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<TlsPair> installed = new ArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(TlsReload.class);
  private Instant now = Instant.now();
  private TlsFiles files;
  private TlsReload reload;

  @BeforeAll
  static void make() {
    first = Certificates.make(made, "EC", 90);
    second = Certificates.make(made, "RSA", 200);
  }

  @BeforeEach
  void start() throws Exception {
    log.start();
    logger.addAppender(log);
    files = first.write(folder);
    TlsFiles.Content content = files.read();
    reload = new TlsReload(files, content, content.pair(), installed::add, () -> now, registry);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
  }

  private double value(String gauge) {
    return registry.get(gauge).gauge().value();
  }

  private List<String> warnings() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void nothingIsDoneWhileTheFilesStayAsTheyAre() throws Exception {
    reload.look();
    first.write(folder);
    reload.look();

    assertThat(installed).isEmpty();
    assertThat(warnings()).isEmpty();
    assertThat(value("headgate_tls_last_reload_successful")).isEqualTo(1);
    assertThat(value("headgate_tls_certificate_expiry_timestamp_seconds"))
        .isEqualTo((double) first.shown().getNotAfter().toInstant().getEpochSecond());
  }

  @Test
  void aNewPairIsPutInService() throws Exception {
    second.write(folder);

    reload.look();
    reload.look();

    assertThat(installed).hasSize(1);
    assertThat(installed.getFirst().chain()).containsExactly(second.shown());
    assertThat(registry.get("headgate_tls_reloads").counter().count()).isEqualTo(1);
    assertThat(value("headgate_tls_certificate_expiry_timestamp_seconds"))
        .isEqualTo((double) second.shown().getNotAfter().toInstant().getEpochSecond());
  }

  @Test
  void halvesOfTwoPairsAreNothingToWarnOf() throws Exception {
    Files.writeString(files.certificate(), second.certificate());
    reload.look();
    assertThat(installed).isEmpty();

    second.write(folder);
    reload.look();

    assertThat(installed).hasSize(1);
    assertThat(log.list).noneMatch(event -> event.getLevel().levelStr.equals("WARN"));
  }

  @Test
  void aBrokenPairIsToldOnceAndTheOldOneStays() throws Exception {
    Files.writeString(files.key(), "rubbish");
    for (int i = 0; i < 5; i++) {
      reload.look();
    }

    assertThat(installed).isEmpty();
    assertThat(value("headgate_tls_last_reload_successful")).isZero();
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("stays in service", "no private key");

    first.write(folder);
    reload.look();
    assertThat(value("headgate_tls_last_reload_successful")).isEqualTo(1);
    assertThat(installed).isEmpty();
  }

  @Test
  void aMissingFileIsToldOnce() throws Exception {
    Files.delete(files.key());
    for (int i = 0; i < 5; i++) {
      reload.look();
    }

    assertThat(value("headgate_tls_last_reload_successful")).isZero();
    assertThat(warnings()).singleElement().asString().contains("there is no file");
  }

  @Test
  void theEndIsToldOnceADay() {
    now = first.shown().getNotAfter().toInstant().minus(TlsReload.SOON).minusSeconds(60);
    reload.look();
    assertThat(warnings()).isEmpty();

    now = now.plus(Duration.ofMinutes(2));
    reload.look();
    reload.look();
    assertThat(warnings()).singleElement().asString().contains("ends at");

    now = now.plus(Duration.ofDays(15));
    reload.look();
    assertThat(warnings()).hasSize(2).last().asString().contains("has ended at");
  }
}
