package dev.headgate.admit;

import static dev.headgate.admit.Finding.Level.BLOCK;
import static dev.headgate.admit.Finding.Level.NOTE;
import static dev.headgate.admit.Finding.Level.WARN;

import dev.headgate.assess.Amounts;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Assessment.IdCount;
import dev.headgate.assess.Assessment.Merges;
import dev.headgate.assess.Assessment.SourceSummary;
import dev.headgate.assess.Assessment.TypeCount;
import dev.headgate.assess.DisplayText;
import dev.headgate.plan.ImportPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The rules of the house, one after another: read as a page, this is the policy.
public final class DefaultRules {
  /// Most names, files or reasons that one finding lists.
  static final int MAX_LISTED = 3;

  /// Above this share of all events an id is called hot.
  static final double HOT_SHARE = 0.05;

  /// From this share of its records on, an import is called a repetition of another one. Below it,
  /// chance can do it: exports have a few trivial records in common.
  static final double REPEATED_SHARE = 0.01;

  /// A type is called costly that costs more than so many times its share of the events. Types of
  /// the history that `headgate synth` writes cost 0.85 to 1.03 times theirs, by nothing but their
  /// size, and merges 1.37 to 1.53 times: without room half of the types of any export were costly.
  static final double COSTLY = 1.1;

  /// From this share of the estimated cost on, costly types are spoken of. Those of the history
  /// that `headgate synth` writes, which are its merges, come to 7 %. A fifth is nearly three times
  /// that, more than a few large events and usual logins make.
  static final double COSTLY_SHARE = 0.2;

  /// So many columns of an id or of an event type's name are shown.
  private static final int NAME_COLUMNS = 60;

  /// The one block that nobody can override.
  public static final String NOTHING_TO_IMPORT = "nothing_to_import";

  private static final int SHARE_DIGITS = 3;

  private DefaultRules() {}

  /// About what the data says, then about what people answered.
  public static List<Rule> all() {
    return Stream.concat(ofData().stream(), AnswerRules.all().stream()).toList();
  }

  private static List<Rule> ofData() {
    return List.of(
        new NothingToImport(),
        new TruncatedInput(),
        new RejectsOverBudget(),
        new ImportedUnderAnotherMapping(REPEATED_SHARE),
        new FutureTimestamps(),
        new Before1971(),
        new HotIds(HOT_SHARE),
        new EqualRecordsAcrossFiles(),
        new DuplicateUuids(),
        new MergesPresent(),
        new CostlyTypes(COSTLY, COSTLY_SHARE),
        new HotIdsSpread(),
        new AppsMet());
  }

  record NothingToImport() implements Rule {
    @Override
    public String name() {
      return NOTHING_TO_IMPORT;
    }

    @Override
    public String why() {
      return "An export without events has nothing to bring. Mostly it is the wrong file, or "
          + "a mapping that finds no event in it.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          found.events() == 0,
          BLOCK,
          found.records() == 0
              ? "the export holds no records"
              : "none of the " + count(found.records(), "record") + " makes an event",
          "check that these are the right files; the command preview shows how their lines are"
              + " read");
    }
  }

  record TruncatedInput() implements Rule {
    @Override
    public String name() {
      return "truncated_input";
    }

    @Override
    public String why() {
      return "A compressed file that ends too early has lost its end on the way. What is "
          + "readable can be imported if that is accepted, but the import is never called "
          + "verified then.";
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      List<String> ends =
          found.sources().stream()
              .filter(source -> source.truncated().isPresent())
              .map(TruncatedInput::where)
              .toList();
      return findingIf(
          !ends.isEmpty(),
          facts.acceptTruncated() ? WARN : BLOCK,
          listed(ends),
          facts.acceptTruncated()
              ? "what is readable will be imported; the import ends incomplete, never verified"
              : "fetch the whole file, or import what is readable with --accept-truncated");
    }

    private static String where(SourceSummary source) {
      return DisplayText.visible(
          source.name() + " ends too early: " + source.truncated().orElse(""));
    }
  }

  record RejectsOverBudget() implements Rule {
    @Override
    public String name() {
      return "rejects_over_budget";
    }

    @Override
    public String why() {
      return "A few lines that cannot be read are normal, many are a wrong mapping or a "
          + "broken export. The request states how many it accepts; more are not imported "
          + "until somebody has looked.";
    }

    @Override
    public boolean isOfWhatIsKept() {
      return false;
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      if (facts.rejectBudget().allows(found.rejected(), found.records())) {
        return Optional.empty();
      }
      return Optional.of(
          new Finding(
              name(),
              BLOCK,
              number(found.rejected())
                  + " of "
                  + count(found.records(), "record")
                  + " refused ("
                  + share((double) found.rejected() / found.records())
                  + "), the budget is "
                  + facts.rejectBudget()
                  + ": "
                  + reasons(found.rejectedByReason()),
              "mend the lines that rejects.jsonl names, or allow as many with --reject-budget "
                  + RejectBudget.enoughFor(found.rejected(), found.records())));
    }

    private static String reasons(Map<String, Long> byReason) {
      return listed(
          byReason.entrySet().stream()
              .sorted(
                  Map.Entry.<String, Long>comparingByValue()
                      .reversed()
                      .thenComparing(Map.Entry.comparingByKey()))
              .map(reason -> number(reason.getValue()) + " " + reason.getKey())
              .toList());
    }
  }

  /// Under another mapping the same records get other uuids: they would be stored twice.
  record ImportedUnderAnotherMapping(double repeatedShare) implements Rule {
    @Override
    public String name() {
      return "imported_under_another_mapping";
    }

    @Override
    public String why() {
      return "Under another mapping the same records get other uuids, so the store cannot "
          + "tell that they are there already, and every event would be stored twice.";
    }

    @Override
    public boolean isOfWhatIsKept() {
      return false;
    }

    @Override
    public boolean isForTheNotice() {
      return true;
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      List<EarlierImport> holders =
          facts.earlier().stream()
              .filter(earlier -> earlier.started() || earlier.state().bringsEvents())
              .filter(
                  earlier -> earlier.sharedFiles() > 0 || earlier.sharedRecords() >= repeatedShare)
              .toList();
      return findingIf(
          !holders.isEmpty(),
          BLOCK,
          listed(holders.stream().map(ImportedUnderAnotherMapping::holder).toList()),
          "import with the mapping of that import: what it has already is not doubled then");
    }

    private static String holder(EarlierImport earlier) {
      return "import "
          + earlier.number()
          + " ("
          + earlier.state().key()
          + ") has "
          + earlier.shared()
          + " under another mapping";
    }
  }

  record FutureTimestamps() implements Rule {
    @Override
    public String name() {
      return "future_timestamps";
    }

    @Override
    public String why() {
      return "Nothing happens in the future. Such times come from a wrong unit or zone in "
          + "the mapping, or from clients whose clocks are wrong.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          found.futureTimestamps() > 0,
          WARN,
          count(found.futureTimestamps(), "event") + " dated in the future",
          "check the mapping's unit and zone of the timestamp; they are stored as they are");
    }
  }

  record Before1971() implements Rule {
    @Override
    public String name() {
      return "before_1971";
    }

    @Override
    public String why() {
      return "Times just after 1970 are what zeros, and seconds read as milliseconds, look "
          + "like.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          found.before1971() > 0,
          WARN,
          count(found.before1971(), "event") + " dated before 1971, as zeros and wrong units are",
          "check the mapping's unit of the timestamp; they are stored as they are");
    }
  }

  record HotIds(double hotShare) implements Rule {
    @Override
    public String name() {
      return "hot_id";
    }

    @Override
    public String why() {
      return "An id with a large share of all events is rarely a user: it is a default "
          + "value, a test or a shared device, and all its events become one person's.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      List<String> hot =
          found.topDistinctIds().stream()
              .filter(id -> id.share() > hotShare)
              .map(HotIds::weight)
              .toList();
      return findingIf(
          !hot.isEmpty(),
          WARN,
          listed(hot),
          "if such an id is no real user (a default, a test, a shared device), mend the export:"
              + " all its events become one person's");
    }

    private static String weight(IdCount id) {
      return named(id.distinctId())
          + " has "
          + share(id.share())
          + " of all events ("
          + number(id.events())
          + ")";
    }
  }

  record EqualRecordsAcrossFiles() implements Rule {
    @Override
    public String name() {
      return "equal_records_across_files";
    }

    @Override
    public String why() {
      return "Records without a uuid of their own that stand in two files are taken as one "
          + "event. That is right where files overlap, and wrong where both happened.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          found.equalAcrossFiles() > 0,
          WARN,
          count(found.equalAcrossFiles(), "record")
              + " without a uuid equal to one of another file: each such pair is one event",
          "right if the files overlap; if both events happened, give the records a uuid");
    }
  }

  record DuplicateUuids() implements Rule {
    @Override
    public String name() {
      return "duplicate_uuids";
    }

    @Override
    public String why() {
      return "One event is stored for each uuid. Records that share one are repetitions, or "
          + "a fault of what wrote the export.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          found.duplicateUuids() > 0,
          WARN,
          count(found.duplicateUuids(), "record")
              + " with a uuid that an earlier record has: one event is stored for each uuid",
          "right if they are repetitions; if they are different events, mend their uuids");
    }
  }

  record MergesPresent() implements Rule {
    @Override
    public String name() {
      return "merges_present";
    }

    @Override
    public String why() {
      return "Events that join ids cost more than others, and elsewhere their order decides "
          + "who is who. Here it does not; the team should know how many come.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      Merges merges = found.merges();
      return findingIf(
          merges.total() > 0,
          NOTE,
          number(merges.identify())
              + " $identify, "
              + number(merges.createAlias())
              + " $create_alias, "
              + number(merges.mergeDangerously())
              + " $merge_dangerously join ids to persons",
          "nothing to do: the persons do not depend on the order of arrival");
    }
  }

  /// What costs more than its share of the events, merges among it. A type counts as a whole, and
  /// by the estimate alone: merges that cost less than the other events of their export are not
  /// costly there. Types beyond those that an assessment lists are not looked at, and the
  /// assessment of an older Headgate, which knows no costs, has none that is costly.
  ///
  /// A note: the import comes out as expected, so the customer's notice has nothing to warn of.
  ///
  /// @param costly cost over share of the events, above which a type is costly
  /// @param costlyShare of the whole cost, from which on they are spoken of
  record CostlyTypes(double costly, double costlyShare) implements Rule {
    @Override
    public String name() {
      return "costly_types";
    }

    @Override
    public String why() {
      return "Large events and merges cost the pipeline more than the usual event. The plan is made "
          + "for the average of all, so where such types make much of the cost the team should "
          + "know which they are.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      List<TypeCount> types =
          found.eventTypes().stream()
              .filter(type -> type.costShare() * found.events() > costly * type.events())
              .sorted(Comparator.comparingDouble(TypeCount::costShare).reversed())
              .toList();
      double cost = types.stream().mapToDouble(TypeCount::costShare).sum();
      if (cost < costlyShare) {
        return Optional.empty();
      }
      long events = types.stream().mapToLong(TypeCount::events).sum();
      return Optional.of(
          new Finding(
              name(),
              NOTE,
              "event types that cost more than usual make "
                  + Amounts.percent(cost)
                  + " of the cost with "
                  + share(events, found)
                  + " of the events: "
                  + listed(types.stream().map(type -> weight(type, found)).toList())
                  + " (cost_share of the assessment, an estimate: docs/assessment.md)",
              "nothing to do if all of them are wanted as they are; else take long texts out of their"
                  + " properties, or types nobody needs out of the export. A lower peak rate is the"
                  + " way out if the pipeline falls behind where they are many"));
    }

    private static String weight(TypeCount type, Assessment found) {
      return named(type.event())
          + " "
          + Amounts.percent(type.costShare())
          + " with "
          + share(type.events(), found);
    }

    /// As the report has it.
    private static String share(long events, Assessment found) {
      return Amounts.percent((double) events / found.events());
    }
  }

  /// Says of each hot id what the plan says.
  record HotIdsSpread() implements Rule {
    @Override
    public String name() {
      return "hot_ids_spread";
    }

    @Override
    public String why() {
      return "The events of one id go to one partition. An id with many of them weighs on "
          + "it, so the plan spreads it over several, and says so.";
    }

    @Override
    public Optional<Finding> check(Assessment found, ImportPlan plan, RequestFacts facts) {
      return findingIf(
          !plan.hotIds().isEmpty(),
          NOTE,
          listed(plan.hotIds().stream().map(HotIdsSpread::treatment).toList()),
          "nothing to do; a lower peak rate is the way out if a partition falls behind");
    }

    private static String treatment(ImportPlan.HotId id) {
      return named(id.distinctId()) + " (" + share(id.share()) + "): " + id.treatment();
    }
  }

  /// A name from the data, safe to print.
  private static String named(String name) {
    return "'" + DisplayText.fit(DisplayText.visible(name), NAME_COLUMNS) + "'";
  }

  private static String listed(List<String> items) {
    String shown = items.stream().limit(MAX_LISTED).collect(Collectors.joining("; "));
    int left = items.size() - MAX_LISTED;
    return left > 0 ? shown + "; and " + left + " more" : shown;
  }

  static String count(long count, String noun) {
    return number(count) + " " + noun + (count == 1 ? "" : "s");
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// `8.61 %`
  private static String share(double share) {
    BigDecimal percent =
        BigDecimal.valueOf(share).movePointRight(2).round(new MathContext(SHARE_DIGITS));
    return percent.stripTrailingZeros().toPlainString() + " %";
  }
}
