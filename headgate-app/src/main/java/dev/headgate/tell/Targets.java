package dev.headgate.tell;

import dev.headgate.tell.Target.Webhook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/// Whom a pipeline tells.
///
/// What is secret is kept apart, by keys that say what it belongs to: so it is kept when a file is
/// set that leaves it out, and only as long as it would go to the same place.
///
/// ```
/// url ops https://hooks.example.com      secret ops      password user@host:port
/// ```
///
/// @param smtp there if a target is reached by mail
public record Targets(List<Target> all, Optional<Smtp> smtp) {
  /// Longest file of them, in characters.
  public static final int MAX_CHARACTERS = 1 << 16;

  public static final Targets NONE = new Targets(List.of(), Optional.empty());

  public Targets {
    all = List.copyOf(all);
  }

  public List<String> names() {
    return all.stream().map(Target::name).toList();
  }

  /// What is secret of them, by its key.
  public Map<String, String> secrets() {
    Map<String, String> secrets = new TreeMap<>();
    for (Target target : all) {
      if (target.way() instanceof Webhook webhook) {
        secrets.put(urlKey(target, webhook), webhook.url());
        webhook.secret().ifPresent(secret -> secrets.put(secretKey(target), secret.text()));
      }
    }
    smtp.ifPresent(server ->
        server.login().ifPresent(login -> secrets.put(key(server, login), login.password())));
    return secrets;
  }

  /// The same with what was left out, as far as it is among these secrets.
  public Targets with(Map<String, String> secrets) {
    List<Target> filled = new ArrayList<>();
    for (Target target : all) {
      filled.add(
          target.way() instanceof Webhook webhook
              ? by(target, filled(target, webhook, secrets))
              : target);
    }
    return new Targets(filled, smtp.map(server -> filled(server, secrets)));
  }

  private static Webhook filled(Target target, Webhook webhook, Map<String, String> secrets) {
    String url =
        webhook.isHidden()
            ? secrets.getOrDefault(urlKey(target, webhook), webhook.url())
            : webhook.url();
    Optional<WebhookSecret> secret =
        webhook
            .secret()
            .or(() -> Optional.ofNullable(secrets.get(secretKey(target))).map(WebhookSecret::new));
    return new Webhook(url, secret, webhook.format(), webhook.allowPrivate());
  }

  private static Smtp filled(Smtp server, Map<String, String> secrets) {
    Optional<Smtp.Login> login =
        server
            .login()
            .map(known ->
                known.password().isEmpty()
                    ? new Smtp.Login(known.user(), secrets.getOrDefault(key(server, known), ""))
                    : known);
    return new Smtp(server.host(), server.port(), server.from(), login, server.startTls());
  }

  private static Target by(Target target, Webhook webhook) {
    return new Target(target.name(), webhook, target.selection(), target.quietHours());
  }

  /// The secrets of those that have none, by the names of the targets.
  public Map<String, WebhookSecret> missing(Supplier<WebhookSecret> made) {
    Map<String, WebhookSecret> missing = new LinkedHashMap<>();
    for (Target target : all) {
      if (target.way() instanceof Webhook webhook && webhook.secret().isEmpty()) {
        missing.put(target.name(), made.get());
      }
    }
    return missing;
  }

  /// The same with these secrets, by the names of the targets.
  public Targets signedWith(Map<String, WebhookSecret> made) {
    Map<String, String> secrets = new TreeMap<>();
    made.forEach((name, secret) -> secrets.put(secretKey(name), secret.text()));
    return with(secrets);
  }

  /// What is left out and not known; empty if nothing is.
  public Optional<String> unknown() {
    for (Target target : all) {
      if (target.way() instanceof Webhook webhook && webhook.isHidden()) {
        return Optional.of(
            "the url of \"" + target.name() + "\" is hidden, and no such target was set before");
      }
    }
    return smtp.flatMap(Smtp::login)
        .filter(login -> login.password().isEmpty())
        .map(_ -> "\"smtp\" has a \"user\" and no \"password\", and none was set before");
  }

  private static String urlKey(Target target, Webhook webhook) {
    return "url " + target.name() + " " + webhook.origin();
  }

  private static String secretKey(Target target) {
    return secretKey(target.name());
  }

  private static String secretKey(String target) {
    return "secret " + target;
  }

  private static String key(Smtp server, Smtp.Login login) {
    return "password " + login.user() + "@" + server.host() + ":" + server.port();
  }
}
