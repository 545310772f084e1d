package dev.headgate.standalone;

import io.helidon.logging.common.spi.LoggingProvider;
import java.util.logging.Level;
import java.util.logging.LogManager;

/// Keeps the web server, which logs through `java.util.logging`, to warnings. Found by Helidon as a
/// service.
public final class WebServerLogging implements LoggingProvider {
  @Override
  public void initialization() {
    LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
  }

  @Override
  public void runTime() {
    initialization();
  }
}
