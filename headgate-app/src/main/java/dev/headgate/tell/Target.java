package dev.headgate.tell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Somebody who is told: how, of what, and when not.
///
/// @param name what it is known by; its place in the trail is kept under it
public record Target(String name, Way way, Selection selection, Optional<QuietHours> quietHours) {

  /// How a target is reached.
  public sealed interface Way {
    /// For people, without what is secret.
    String shown();
  }

  /// A request to a URL.
  ///
  /// @param url all of it is secret but its origin: who knows such a URL may post there
  /// @param secret empty until one is known
  /// @param allowPrivate whether it may be at an address that is no public one
  public record Webhook(
      String url, Optional<WebhookSecret> secret, Format format, boolean allowPrivate)
      implements Way {
    /// What stands in the place of the secret part of a URL.
    static final String HIDDEN = "/...";

    /// `https://hooks.example.com`
    String origin() {
      int end = url.indexOf("://") + "://".length();
      while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
        end++;
      }
      return url.substring(0, end);
    }

    @Override
    public String shown() {
      String rest = url.substring(origin().length());
      return rest.length() <= 1 ? url : origin() + HIDDEN;
    }

    boolean isHidden() {
      return url.equals(origin() + HIDDEN);
    }

    @Override
    public String toString() {
      return shown();
    }
  }

  /// A mail.
  public record Mail(List<String> addresses) implements Way {
    public Mail {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String shown() {
      return String.join(", ", addresses);
    }
  }

  /// What a webhook's requests hold, see {@link MessageJson}.
  public enum Format {
    FULL,
    SLACK;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
