package dev.headgate.send;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.headgate.Await;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckpointingTest {
  private static final long SECOND = 1_000_000_000;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger kept = new AtomicInteger();
  private long now;

  @AfterEach
  void end() {
    threads.close();
  }

  private Checkpointing checkpointing(Checkpointing.Keeping keeping) {
    return new Checkpointing(threads, keeping, () -> now);
  }

  @Test
  void oneIsKeptASecondAfterTheOneBefore() throws Exception {
    Checkpointing checkpointing = checkpointing(kept::incrementAndGet);
    now = SECOND;
    checkpointing.keepIfDue();
    now++;
    checkpointing.keepIfDue();
    Await.until("the first", () -> kept.get() == 1);
    now += SECOND;
    checkpointing.keepIfDue();
    now++;
    Await.until(
        "the next",
        () -> {
          checkpointing.keepIfDue();
          return kept.get() == 2;
        });
  }

  @Test
  void whoSendsDoesNotWaitForOneAndNoTwoAreKeptAtOnce() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    Checkpointing checkpointing =
        checkpointing(() -> {
          kept.incrementAndGet();
          await(disk);
        });
    for (int due = 0; due < 10; due++) {
      now += 2 * SECOND;
      checkpointing.keepIfDue();
    }
    Await.until("one is under way", () -> kept.get() == 1);
    disk.countDown();
    Await.until(
        "another, when the disk is done",
        () -> {
          now += 2 * SECOND;
          checkpointing.keepIfDue();
          return kept.get() > 1;
        });
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whatCannotBeKeptIsThrownWhereItIsSent() {
    Checkpointing full =
        checkpointing(() -> {
          throw new IOException("the disk is full");
        });
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> untilItFails(full))
        .withMessage("the disk is full");

    Checkpointing gone =
        checkpointing(() -> {
          throw new IllegalStateException("the pipeline is gone");
        });
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> untilItFails(gone))
        .withMessage("the pipeline is gone");
  }

  private void untilItFails(Checkpointing checkpointing) throws Exception {
    now += 2 * SECOND;
    checkpointing.keepIfDue();
    Await.until(
        "the failure",
        () -> {
          checkpointing.checkLast();
          return false;
        });
  }
}
