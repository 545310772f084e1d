package dev.headgate.source.http;

import dev.headgate.source.Part.MediumFault;
import dev.headgate.source.Patience;
import dev.headgate.source.Place;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// The web, one object an address. A server that offers ranges is read where it lies; from any
/// other the object is fetched into a file first, so that it can be read twice.
public final class HttpPlace implements Place {
  private final Path spoolFolder;
  private final HttpExchange exchange;
  private final Patience patience;
  private int spooled;

  /// @param spoolFolder where objects are fetched to that cannot be read in ranges; it exists
  /// @param stall how long a server may say nothing
  public HttpPlace(Path spoolFolder, AddressPolicy policy, Duration stall, Patience patience) {
    this.spoolFolder = spoolFolder;
    this.exchange = new HttpExchange(policy, stall);
    this.patience = patience;
  }

  @Override
  public boolean holds(String argument) {
    String lower = argument.toLowerCase(Locale.ROOT);
    return lower.startsWith("http://") || lower.startsWith("https://");
  }

  @Override
  public List<StoredObject> find(String argument) throws SourceFault {
    URI address = address(argument);
    Path file = spoolFolder.resolve("fetched-" + spooled++);
    try {
      return List.of(patience.during(() -> look(address, file)));
    } catch (MediumFault e) {
      throw e.told().orElseThrow();
    } catch (IOException e) {
      SourceFault fault =
          new SourceFault(
              SourceFault.Kind.UNREADABLE,
              "it cannot be reached: " + HttpExchange.described(e),
              HttpObject.nameOf(address),
              "see that the address is right and the server answers, then run it again");
      fault.initCause(e);
      throw fault;
    }
  }

  private static URI address(String argument) throws SourceFault {
    try {
      URI address = new URI(argument);
      if (address.getHost() != null && address.getUserInfo() == null) {
        return address;
      }
      throw wrongAddress(
          argument,
          address.getHost() == null
              ? "it names no host"
              : "names and passwords in an address are not sent: they end up in logs");
    } catch (URISyntaxException e) {
      throw wrongAddress(argument, e.getReason());
    }
  }

  private static SourceFault wrongAddress(String argument, String why) {
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        "not an address that is read: " + why,
        argument.replaceAll("//[^/@]*@", "//"),
        "correct it, or fetch the file yourself and name it");
  }

  /// Asks for the first byte: the answer tells whether ranges are offered, and of how many bytes.
  private StoredObject look(URI address, Path file) throws IOException {
    try (HttpExchange.Answer answer = exchange.get(address, "bytes=0-0", "")) {
      return switch (answer.status()) {
        case 206, 416 ->
            answer.saysWholeSize()
                ? new HttpObject(address, answer.seen(), exchange, patience)
                : fetch(address, file);
        case 200 -> SpooledObject.fetch(address, answer, file);
        case 401, 403, 404, 410 -> throw new MediumFault(absent(address, answer.status()));
        default -> throw answer.failure();
      };
    }
  }

  private StoredObject fetch(URI address, Path file) throws IOException {
    try (HttpExchange.Answer answer = exchange.get(address, "", "")) {
      if (answer.status() != 200) {
        throw answer.failure();
      }
      return SpooledObject.fetch(address, answer, file);
    }
  }

  private static SourceFault absent(URI address, int status) {
    boolean denied = status == 401 || status == 403;
    return new SourceFault(
        SourceFault.Kind.WRONG_INPUT,
        (denied ? "the server denies it" : "there is nothing at this address")
            + " (HTTP "
            + status
            + ")",
        HttpObject.nameOf(address),
        denied
            ? "see that the link is still valid, or fetch the file yourself and name it"
            : "check the spelling");
  }
}
