package dev.headgate.standalone;

import static dev.headgate.admit.Requests.CUSTOMER;
import static dev.headgate.admit.Requests.NOON;
import static dev.headgate.admit.Requests.TEAM;
import static dev.headgate.admit.Requests.TERMS;
import static dev.headgate.admit.Requests.WINDOW;
import static dev.headgate.admit.Requests.newImport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.admit.Command;
import dev.headgate.admit.ControlPlane;
import dev.headgate.admit.GrantTerms;
import dev.headgate.admit.ImportState;
import dev.headgate.admit.Requests;
import dev.headgate.admit.Seal;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.admit.Window;
import dev.headgate.admit.sqlite.SqliteControlPlane;
import dev.headgate.event.ProjectToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowWatchIT {
  @TempDir private Path folder;
  private Instant now = NOON;

  @Test
  void aGreenLightEndsSomeTimeAfterItsWindow() throws Exception {
    try (ControlPlane plane =
        SqliteControlPlane.open(
            folder.resolve("control.db"),
            new HeadFile(folder.resolve("audit.head"), new Seal("hgp_key")),
            new Seal("hgp_key"),
            () -> now,
            new Random(1))) {
      plane.projects().putDefault(new ProjectToken("phc_first"), "hgc_first");
      WindowWatch watch = new WindowWatch(plane.imports(), plane.imports()::execute, () -> now);
      lit(plane, 1);
      lit(plane, 2);
      lit(plane, 3);
      plane.imports().execute(2, new Command.Start(), CUSTOMER);
      Window longer = new Window(WINDOW.from(), WINDOW.to().plus(Duration.ofDays(1)));
      GrantTerms terms =
          new GrantTerms(longer, TERMS.envelope(), TERMS.batchEvents(), TERMS.batchBytes());
      plane.imports().execute(3, new Command.Amend("room", terms), TEAM);

      now = WINDOW.to().plus(WindowWatch.GRACE).minusSeconds(1);
      watch.look();
      assertThat(state(plane, 1))
          .as("the team can still amend it")
          .isEqualTo(ImportState.GREEN_LIT);
      now = now.plusSeconds(1);
      watch.look();
      watch.look();
      assertThat(state(plane, 1)).isEqualTo(ImportState.EXPIRED);
      assertThat(state(plane, 2)).isEqualTo(ImportState.EXPIRED);
      assertThat(state(plane, 3)).isEqualTo(ImportState.GREEN_LIT);
      assertThat(plane.imports().grant(2)).isEmpty();
      TrailEntry last = plane.trail().of(Subject.ofImport(2)).getLast();
      assertThat(last.step() + " by " + last.actor()).isEqualTo("expire by the clock");
      assertThat(plane.trail().of(Subject.ofImport(1))).as("once").hasSize(4);
    }
  }

  private static void lit(ControlPlane plane, int number) throws Exception {
    plane.imports().create(newImport("m", "digest " + number), Optional.empty(), CUSTOMER);
    plane.imports().execute(number, new Command.Submit(Requests.request()), CUSTOMER);
    plane.imports().execute(number, new Command.GreenLight("fits", TERMS), TEAM);
  }

  private static ImportState state(ControlPlane plane, int number) throws Exception {
    return plane.imports().find(number).orElseThrow().state();
  }
}
