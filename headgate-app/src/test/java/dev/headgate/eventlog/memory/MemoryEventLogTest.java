package dev.headgate.eventlog.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.event.ProjectToken;
import dev.headgate.eventlog.CapturedEvents;
import dev.headgate.eventlog.EventLog;
import dev.headgate.eventlog.EventLogContract;
import dev.headgate.eventlog.Lane;
import dev.headgate.eventlog.LogFault;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class MemoryEventLogTest extends EventLogContract {
  private final EventLog log = new MemoryEventLog(4);

  @Override
  protected EventLog log() {
    return log;
  }

  @Test
  void isFullSomeTime() throws LogFault {
    ProjectToken token = new ProjectToken("phc_full");
    String properties = "{\"p\":\"" + "x".repeat(7 << 20) + "\"}";
    var seven = Collections.nCopies(36, CapturedEvents.of("someone", 1, properties));
    log.append(Lane.LIVE, token, seven);
    assertThatThrownBy(() -> log.append(Lane.LIVE, token, seven)).isInstanceOf(LogFault.class);
    log.deleteBefore(log.endOffsets());
    log.append(Lane.LIVE, token, seven);
  }
}
