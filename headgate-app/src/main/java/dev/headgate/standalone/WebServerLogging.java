package dev.headgate.standalone;

import io.helidon.logging.common.spi.LoggingProvider;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Keeps the web server, which logs through `java.util.logging`, to warnings, and has them logged
/// like everything else. Found by Helidon as a service.
public final class WebServerLogging implements LoggingProvider {
  @Override
  public void initialization() {
    LogManager.getLogManager().getLogger("").setLevel(Level.WARNING);
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  @Override
  public void runTime() {
    initialization();
  }
}
