package dev.headgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppVersions;
import dev.headgate.admit.CalendarVersions;
import dev.headgate.admit.Command;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.Floods;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Imports;
import dev.headgate.admit.LoadTests;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.Projects;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Seal;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TeamMembers;
import dev.headgate.admit.TellTargets;
import dev.headgate.admit.Trail;
import dev.headgate.admit.TrailCheck;
import dev.headgate.admit.TrailEnds;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.sqlite.SqliteControlPlane;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.standalone.HeadFile;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeenImportIT {
  @TempDir private Path folder;
  private ControlPlane plane;

  @BeforeEach
  void start() throws Exception {
    plane =
        SqliteControlPlane.open(
            folder.resolve("control.db"),
            new HeadFile(folder.resolve("control.head"), new Seal("hgp_of_tests")),
            new Seal("hgp_of_tests"),
            InstantSource.fixed(Requests.NOON),
            new Random(42));
    plane.projects().putDefault(new ProjectToken("phc_test"), "hgc_test");
    plane.imports().create(Requests.newImport("m", "a"), Optional.empty(), Requests.CUSTOMER);
    plane.imports().execute(1, new Command.Submit(Requests.request()), Requests.CUSTOMER);
  }

  @AfterEach
  void stop() {
    plane.close();
  }

  private void decline() throws ControlFault {
    assertThat(plane.imports().execute(1, new Command.Decline("no"), Requests.TEAM))
        .isInstanceOf(Outcome.Done.class);
  }

  @Test
  void aStepBetweenBothReadsIsShownAndNotYetCountedAsSeen() throws Exception {
    int before = plane.trail().of(Subject.ofImport(1)).size();
    SeenImport seen =
        SeenImport.read(new SteppedUpon(plane, () -> {}, this::decline), 1).orElseThrow();
    assertThat(seen.audit()).hasSize(before);
    assertThat(seen.record().state()).isEqualTo(ImportState.DECLINED);
  }

  @Test
  void aStepThatIsCountedAsSeenIsShown() throws Exception {
    int before = plane.trail().of(Subject.ofImport(1)).size();
    SeenImport seen =
        SeenImport.read(new SteppedUpon(plane, this::decline, () -> {}), 1).orElseThrow();
    assertThat(seen.audit()).hasSize(before + 1);
    assertThat(seen.record().state()).isEqualTo(ImportState.DECLINED);
  }

  /// What somebody does at an inconvenient time.
  private interface Step {
    void take() throws ControlFault;
  }

  /// A control plane in which somebody takes steps right before and right after the trail is read.
  private record SteppedUpon(ControlPlane plane, Step before, Step after)
      implements ControlPlane, Trail {
    @Override
    public TellTargets tell() {
      return plane.tell();
    }

    @Override
    public TeamMembers team() {
      return plane.team();
    }

    @Override
    public Trail trail() {
      return this;
    }

    @Override
    public List<TrailEntry> entries(Question question) throws ControlFault {
      before.take();
      List<TrailEntry> entries = plane.trail().entries(question);
      after.take();
      return entries;
    }

    @Override
    public Projects projects() {
      return plane.projects();
    }

    @Override
    public Imports imports() {
      return plane.imports();
    }

    @Override
    public LoadTests loadTests() {
      return plane.loadTests();
    }

    @Override
    public Floods floods() {
      return plane.floods();
    }

    @Override
    public AppVersions apps() {
      return plane.apps();
    }

    @Override
    public CalendarVersions calendar() {
      return plane.calendar();
    }

    @Override
    public TrailEnds ends() throws ControlFault {
      return plane.trail().ends();
    }

    @Override
    public Optional<JsonBytes> evidence(String digest) throws ControlFault {
      return plane.trail().evidence(digest);
    }

    @Override
    public List<TrailCheck.Broken> lostEvidence(int most) throws ControlFault {
      return plane.trail().lostEvidence(most);
    }

    @Override
    public Outcome<TrailEntry> accept(String why, Actor by) throws ControlFault {
      return plane.trail().accept(why, by);
    }

    @Override
    public void close() {
      plane.close();
    }
  }
}
