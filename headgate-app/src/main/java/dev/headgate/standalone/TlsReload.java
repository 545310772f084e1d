package dev.headgate.standalone;

import dev.headgate.store.Loop;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the certificate in service to what its files hold. Both are read every few seconds and
/// compared with what was read last, so it does not matter how they are replaced; new connections
/// get the new pair, those that are open stay as they are. A pair that cannot be used leaves the
/// old one in service. Two files are not replaced at the same moment: one look may find halves of
/// two pairs, so only what two looks have found is told.
final class TlsReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  /// From when on a certificate's end is told, and how often.
  static final Duration SOON = Duration.ofDays(14);

  private static final Duration BETWEEN_WARNINGS = Duration.ofDays(1);

  /// What the last look found that is not in service.
  private record Refused(Optional<TlsFiles.Content> content, String why, boolean told) {}

  private final TlsFiles files;
  private final Consumer<TlsPair> install;
  private final InstantSource clock;
  private final Counter reloads;
  private final Loop loop = new Loop("headgate-tls", this::run);
  private TlsFiles.Content inService;
  private volatile TlsPair pair;
  private volatile boolean asOnDisk = true;
  private Optional<Refused> refused = Optional.empty();
  private Optional<Instant> warned = Optional.empty();

  /// Of files that have just been read.
  ///
  /// @param install puts another pair in service, for new connections
  TlsReload(
      TlsFiles files,
      TlsFiles.Content content,
      TlsPair pair,
      Consumer<TlsPair> install,
      InstantSource clock,
      MeterRegistry registry) {
    this.files = files;
    this.inService = content;
    this.pair = pair;
    this.install = install;
    this.clock = clock;
    Gauge.builder("headgate_tls_certificate_expiry_timestamp_seconds", this, TlsReload::expiry)
        .description("when the certificate in service ends")
        .register(registry);
    Gauge.builder("headgate_tls_last_reload_successful", this, each -> each.asOnDisk ? 1 : 0)
        .description("0 while the files hold a pair that cannot be used")
        .register(registry);
    reloads =
        Counter.builder("headgate_tls_reloads")
            .description("new pairs put in service since the start")
            .register(registry);
  }

  private double expiry() {
    return pair.expiry().getEpochSecond();
  }

  void start() {
    loop.start();
  }

  private void run() {
    while (!loop.closed()) {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.error("the certificate's files could not be looked at", e);
      }
      loop.pause(BETWEEN_LOOKS);
    }
  }

  /// Compares what is in service with the files.
  void look() {
    Optional<TlsFiles.Content> found = Optional.empty();
    try {
      found = Optional.of(files.read());
      if (found.get().isSameAs(inService)) {
        refused = Optional.empty();
        asOnDisk = true;
      } else if (!isKnown(found.get())) {
        TlsPair next = found.get().pair();
        install.accept(next);
        pair = next;
        inService = found.get();
        refused = Optional.empty();
        asOnDisk = true;
        warned = Optional.empty();
        reloads.increment();
        LOG.info("a new certificate is in service, until {}", pair.expiry());
      } else {
        refused = refused.map(this::told);
      }
    } catch (TlsFault e) {
      refuse(found, e);
    }
    warnOfEnd();
  }

  private boolean isKnown(TlsFiles.Content found) {
    return refused.flatMap(Refused::content).filter(found::isSameAs).isPresent();
  }

  private void refuse(Optional<TlsFiles.Content> found, TlsFault fault) {
    String why = fault.getMessage() + " (" + fault.next() + ")";
    if (found.isEmpty() && refused.filter(before -> before.why().equals(why)).isPresent()) {
      refused = refused.map(this::told);
    } else {
      refused = Optional.of(new Refused(found, why, false));
    }
  }

  private Refused told(Refused before) {
    if (!before.told()) {
      asOnDisk = false;
      LOG.warn(
          "the certificate's files have changed and cannot be used, the one before stays in"
              + " service: {}; {}, {}",
          before.why(),
          files.certificate(),
          files.key());
    }
    return new Refused(before.content(), before.why(), true);
  }

  private void warnOfEnd() {
    Instant now = clock.instant();
    Instant expiry = pair.expiry();
    boolean isDue =
        warned
            .map(last -> Duration.between(last, now).compareTo(BETWEEN_WARNINGS) >= 0)
            .orElse(true);
    if (isDue && now.plus(SOON).isAfter(expiry)) {
      warned = Optional.of(now);
      LOG.warn(
          "the certificate in {} {} at {}; put a new pair in its place, no restart is needed",
          files.certificate(),
          now.isAfter(expiry) ? "has ended" : "ends",
          expiry);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
