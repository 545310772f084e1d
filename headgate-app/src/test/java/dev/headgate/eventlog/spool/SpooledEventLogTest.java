package dev.headgate.eventlog.spool;

import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.EventLogContract;
import dev.headgate.eventlog.LogFault;
import dev.headgate.eventlog.memory.MemoryEventLog;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Over a log that works it is that log.
class SpooledEventLogTest extends EventLogContract {
  @TempDir Path folder;

  private final MemoryEventLog memory = new MemoryEventLog(4);
  private SpooledEventLog spooled;

  @BeforeEach
  void open() throws LogFault {
    spooled =
        SpooledEventLog.open(
            memory,
            folder,
            1 << 20,
            Duration.ofSeconds(60),
            InstantSource.system(),
            remark -> {
              throw new AssertionError(remark);
            });
  }

  @AfterEach
  void close() {
    spooled.close();
    memory.close();
  }

  @Override
  protected EventLog log() {
    return spooled;
  }
}
