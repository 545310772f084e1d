package dev.headgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The arrows of the house: who may know whom. A failure names the class and the arrow; the message
/// of each rule says where the code belongs instead.
class ArchitectureTest {

  /// Every stage, in the order of the flow, with the stages it may use beside itself and `event`
  /// and `json`, which anybody may.
  private static final Map<String, Set<String>> STAGES =
      Map.ofEntries(
          Map.entry("event", Set.of()),
          Map.entry("json", Set.of()),
          Map.entry("spill", Set.of()),
          Map.entry("synth", Set.of("spill")),
          Map.entry("source", Set.of()),
          Map.entry("assess", Set.of("source", "spill")),
          Map.entry("pace", Set.of()),
          Map.entry("plan", Set.of("assess", "pace")),
          Map.entry("loadtest", Set.of("pace")),
          Map.entry("calendar", Set.of("pace")),
          Map.entry("admit", Set.of("assess", "plan", "pace", "loadtest", "apps", "calendar")),
          Map.entry("tell", Set.of("calendar", "admit")),
          Map.entry("verify", Set.of("source", "spill")),
          Map.entry("send", Set.of("source", "assess", "plan", "admit", "pace", "verify")),
          Map.entry("eventlog", Set.of()),
          Map.entry("capture", Set.of("eventlog")),
          Map.entry("apps", Set.of()),
          Map.entry("identity", Set.of()),
          Map.entry("store", Set.of("eventlog", "apps", "identity")),
          Map.entry(
              "console",
              Set.of(
                  "source",
                  "assess",
                  "plan",
                  "loadtest",
                  "calendar",
                  "admit",
                  "pace",
                  "eventlog",
                  "apps",
                  "store",
                  "identity",
                  "tell")));

  /// The faces and the wiring: they may see every stage and every leaf.
  private static final Set<String> OUTSIDE = Set.of("cli", "standalone", "");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.headgate");

  private static String stageOf(JavaClass c) {
    String rest = c.getPackageName().substring("dev.headgate".length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", -1)[0];
  }

  private static boolean isLeaf(JavaClass c) {
    return c.getPackageName().split("\\.", -1).length > 3;
  }

  private static boolean isOurs(JavaClass c) {
    return c.getPackageName().startsWith("dev.headgate");
  }

  @Test
  void everyRoomOfTheHouseIsNamedInTheRules() {
    Set<String> rooms = HOUSE.stream().map(ArchitectureTest::stageOf).collect(Collectors.toSet());
    rooms.removeAll(OUTSIDE);
    assertThat(new TreeSet<>(STAGES.keySet()))
        .as("a new room is added to the map above, with the arrows it needs and no more")
        .containsAll(rooms);
  }

  @Test
  void aStageKnowsOnlyTheStagesItIsAllowed() {
    STAGES.forEach((stage, allowed) ->
        noClasses()
            .that(describe("are in " + stage, c -> stageOf(c).equals(stage)))
            .should()
            .dependOnClassesThat(
                describe(
                    "are in a stage that " + stage + " does not name",
                    c ->
                        isOurs(c)
                            && !stageOf(c).equals(stage)
                            && !stageOf(c).equals("event")
                            && !stageOf(c).equals("json")
                            && !allowed.contains(stageOf(c))))
            .because(
                "arrows go with the flow: pass the value in, or give this room an interface that the"
                    + " wiring implements")
            .allowEmptyShould(true)
            .check(HOUSE));
  }

  @Test
  void stagesArePure() {
    List<String> libraries = List.of("java.", "javax.crypto", "org.jspecify.", "dev.headgate.");
    DescribedPredicate<JavaClass> technology =
        describe(
            "a library or I/O",
            c ->
                !c.isPrimitive()
                    && !c.isArray()
                    && (libraries.stream().noneMatch(c.getPackageName()::startsWith)
                        || c.getPackageName().startsWith("java.net")
                        || c.getPackageName().startsWith("java.sql")));
    noClasses()
        .that(
            describe(
                "are a stage, not a leaf",
                c -> STAGES.containsKey(stageOf(c)) && !isLeaf(c) && !stageOf(c).equals("json")))
        .should()
        .dependOnClassesThat(technology)
        .because("technology lives in a leaf package below the stage, such as store.duckdb")
        .check(HOUSE);
  }

  @Test
  void leavesKnowOnlyTheirOwnStagesTypesAndNotEachOther() {
    for (JavaClass c : HOUSE) {
      for (var dependency : c.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target)
            && isLeaf(target)
            && !target.getPackageName().equals(c.getPackageName())
            && !OUTSIDE.contains(stageOf(c))) {
          throw new AssertionError(
              dependency.getDescription()
                  + "\nOnly Main, cli and the wiring see leaves; let the wiring pass it in.");
        }
      }
    }
  }

  @Test
  void noCycles() {
    slices().matching("dev.headgate.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void timeAndChanceAreHandedIn() {
    noClasses()
        .that(
            describe("are a stage, not a leaf", c -> STAGES.containsKey(stageOf(c)) && !isLeaf(c)))
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .because("a clock, a random generator or a sleeper is a constructor argument")
        .check(HOUSE);
  }

  @Test
  void nothingIsCalledAfterNothing() {
    noClasses()
        .should(
            com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching(
                ".*(Util|Utils|Helper|Manager|Impl)"))
        .because("a name says what the thing is")
        .check(HOUSE);
    classes()
        .that(describe("are ours", ArchitectureTest::isOurs))
        .should()
        .resideOutsideOfPackages("..util..", "..common..", "..core..", "..impl..")
        .check(HOUSE);
  }
}
