package dev.headgate.admit;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.Merges;
import dev.headgate.assess.Assessment.SourceSummary;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Times;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.pace.Envelope;
import dev.headgate.pace.Stage;
import dev.headgate.plan.ImportPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Imports, requests and assessments as tests need them.
public final class Requests {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  public static final Actor CUSTOMER = Actor.customer("ada");
  public static final Actor TEAM = Actor.pipelineTeam("grace");

  /// 100 a second at first, 1,000 after ten seconds.
  public static final Envelope ENVELOPE =
      new Envelope(100, List.of(new Stage(Duration.ofSeconds(10), 1_000)));

  public static final Window WINDOW =
      new Window(NOON.minus(Duration.ofHours(1)), NOON.plus(Duration.ofHours(1)));

  public static final GrantTerms TERMS = new GrantTerms(WINDOW, ENVELOPE, 500, 1 << 20);

  public static final ImportPlan PLAN =
      new ImportPlan(1_000, 500, 1 << 20, 2, ENVELOPE, 1_000, "", 10, List.of());

  private Requests() {}

  public static NewImport newImport(String mappingDigest, String... contentDigests) {
    return new NewImport(
        new ImportIdentity(ProjectId.DEFAULT, List.of(contentDigests), mappingDigest),
        "posthog",
        List.of("day \"1\".jsonl", "größe.jsonl"),
        JsonBytes.of("{\"events\":1000}"));
  }

  public static ImportRequest request(Finding... findings) {
    return new ImportRequest(
        JsonBytes.of("{\"events\":1000}"), List.of(findings), false, AppChoice.NONE);
  }

  public static Finding finding(Finding.Level level) {
    return new Finding("rule_" + level.key(), level, "because", "do this");
  }

  /// What an assessment says; the rest of it is unremarkable.
  public static final class Found {
    private long records = 1_000;
    private long events = 1_000;
    private long rejected;
    private Map<String, Long> reasons = Map.of();
    private Optional<String> truncated = Optional.empty();
    private List<IdCount> topIds = List.of();
    private List<TypeCount> types = List.of();
    private Merges merges = new Merges(0, 0, 0);
    private long equalAcrossFiles;
    private long duplicateUuids;
    private long future;
    private long before1971;
    private Optional<String> last = Optional.empty();

    public Found records(long of, long makeEvents) {
      records = of;
      events = makeEvents;
      return this;
    }

    public Found rejected(Map<String, Long> byReason) {
      reasons = byReason;
      rejected = byReason.values().stream().mapToLong(count -> count).sum();
      return this;
    }

    public Found truncated(String where) {
      truncated = Optional.of(where);
      return this;
    }

    public Found topId(String id, long count, double share) {
      topIds = List.of(new IdCount(id, count, share));
      return this;
    }

    public Found types(TypeCount... counts) {
      types = List.of(counts);
      return this;
    }

    public Found merges(long identify, long alias, long dangerously) {
      merges = new Merges(identify, alias, dangerously);
      return this;
    }

    public Found equalAcrossFiles(long count) {
      equalAcrossFiles = count;
      return this;
    }

    public Found duplicateUuids(long count) {
      duplicateUuids = count;
      return this;
    }

    public Found futureTimestamps(long count) {
      future = count;
      return this;
    }

    public Found before1971(long count) {
      before1971 = count;
      return this;
    }

    public Found last(Instant event) {
      last = Optional.of(event.toString());
      return this;
    }

    public Assessment assessment() {
      return new Assessment(
          List.of(
              new SourceSummary(
                  "a.jsonl.gz", 100, 1_000, "d1", records, events, Optional.empty(), truncated)),
          "posthog",
          records,
          records,
          events,
          0,
          0,
          rejected,
          reasons,
          100,
          topIds,
          1,
          types,
          Optional.empty(),
          last,
          List.of(),
          merges,
          0,
          0,
          equalAcrossFiles,
          duplicateUuids,
          future,
          before1971,
          1_000,
          100,
          List.of(),
          Load.NONE,
          Identities.NONE,
          Times.NONE,
          PropertyFindings.NONE);
    }
  }
}
