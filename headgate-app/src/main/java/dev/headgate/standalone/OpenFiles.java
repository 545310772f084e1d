package dev.headgate.standalone;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How many files and sockets this process may have open. The web server ends when it cannot accept
/// a connection for want of one, and the stores need theirs.
public final class OpenFiles {
  private static final int OTHERS = 1_000;
  private static final int MOST = 10_000;
  private static final int LEAST = 100;

  private OpenFiles() {}

  /// How many connections may be open at one time: 10,000, or what is left of the process's limit
  /// after 1,000 other files, but a quarter of it at least.
  public static int mostConnections() {
    return mostConnections(MOST);
  }

  /// How many of so many that are wanted may be open.
  public static int mostConnections(int wanted) {
    long limit =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
            ? system.getMaxFileDescriptorCount()
            : Long.MAX_VALUE;
    long room = Math.max(Math.max(LEAST, limit / 4), limit - OTHERS);
    return (int) Math.clamp(wanted, 1, room);
  }
}
