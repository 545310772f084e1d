package dev.headgate.tell.file;

import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedYaml;
import dev.headgate.json.Nearest;
import dev.headgate.json.YamlTree;
import dev.headgate.tell.BadTargetsFile;
import dev.headgate.tell.Message.Kind;
import dev.headgate.tell.QuietHours;
import dev.headgate.tell.Selection;
import dev.headgate.tell.Smtp;
import dev.headgate.tell.Target;
import dev.headgate.tell.Targets;
import dev.headgate.tell.WebhookSecret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The file that says whom a pipeline tells, in YAML or JSON. Every fault names its line; a key
/// that is not known is never passed over.
///
/// ```yaml
/// targets:
///   - name: ops
///     url: https://ops.example.com/hooks/headgate
///     secret: whsec_...                       # made if it is missing
///   - name: chat
///     url: https://hooks.example.com/services/...
///     format: slack                           # full if it is missing
///     projects: [shop]
///     steps: [green_light, pause]
///     kinds: [alert]
///     allow_private: true
///   - name: on duty
///     mail: [ada@example.com]
///     quiet_hours: {zone: Europe/Berlin, from: 22:00, to: 07:00}
/// smtp: {host: mail.example.com, port: 587, from: headgate@example.com, user: headgate, password: ..., starttls: true}
/// ```
public final class TargetsFile {
  private static final int MOST_TARGETS = 20;
  private static final int MOST_OF_A_TARGET = 100;
  private static final int USUAL_BYTES = 512;
  private static final int LAST_PORT = 65_535;
  private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} _.-]{0,59}";
  private static final String ADDRESS = "[\\x21-\\x7e&&[^@<>,;:\"()\\\\]]+@[A-Za-z0-9.-]+";
  private static final List<String> OF_WEBHOOKS = List.of("secret", "format", "allow_private");

  private final Collection<String> projects;

  private TargetsFile(Collection<String> projects) {
    this.projects = projects;
  }

  /// The targets that a file defines, without what it leaves out.
  ///
  /// @param projects the names of those there are
  public static Targets read(String text, Collection<String> projects) throws BadTargetsFile {
    if (text.length() > Targets.MAX_CHARACTERS) {
      throw new BadTargetsFile("it is too long for a file of targets", 1);
    }
    try {
      if (YamlTree.read(text) instanceof YamlTree.Mapped root) {
        return new TargetsFile(projects).targets(new TargetKeys(root));
      }
    } catch (MalformedYaml e) {
      throw new BadTargetsFile(String.valueOf(e.getMessage()), e.line());
    }
    throw new BadTargetsFile("it holds no keys, such as \"targets\"", 1);
  }

  private Targets targets(TargetKeys keys) throws BadTargetsFile {
    keys.requireKnown(List.of("targets", "smtp"));
    Optional<TargetKeys> smtp = keys.mapping("smtp");
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TargetKeys each : keys.mappings("targets", MOST_TARGETS)) {
      Target target = target(each);
      if (!names.add(target.name())) {
        throw each.wrong("name", "is that of a target before it");
      }
      if (target.way() instanceof Target.Mail && smtp.isEmpty()) {
        throw each.wrong("mail", "needs a mail server: \"smtp\" beside \"targets\"");
      }
      targets.add(target);
    }
    return new Targets(
        targets, smtp.isPresent() ? Optional.of(smtp(smtp.get())) : Optional.empty());
  }

  private Target target(TargetKeys keys) throws BadTargetsFile {
    keys.requireKnown(
        List.of(
            "name",
            "url",
            "mail",
            "projects",
            "steps",
            "kinds",
            "quiet_hours",
            "secret",
            "format",
            "allow_private"));
    String name = keys.text("name");
    if (!name.matches(NAME)) {
      throw keys.wrong("name", "is at most 60 letters, digits, spaces and _ . -");
    }
    if (keys.has("url") == keys.has("mail")) {
      throw keys.wrong("name", "names a target that has either a \"url\" or \"mail\"");
    }
    return new Target(
        name, keys.has("url") ? webhook(keys) : mail(keys), selection(keys), quietHours(keys));
  }

  private static Target.Webhook webhook(TargetKeys keys) throws BadTargetsFile {
    Optional<WebhookSecret> secret = Optional.empty();
    if (keys.has("secret")) {
      try {
        secret = Optional.of(new WebhookSecret(keys.text("secret")));
      } catch (IllegalArgumentException e) {
        throw keys.wrong(
            "secret",
            "is whsec_ and 24 to 64 bytes in base64; where the key is missing, one is made");
      }
    }
    return new Target.Webhook(url(keys), secret, format(keys), keys.flag("allow_private"));
  }

  private static String url(TargetKeys keys) throws BadTargetsFile {
    try {
      URI url = new URI(keys.text("url"));
      boolean web =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
        return url.toString();
      }
    } catch (URISyntaxException e) {
      // Said below, without the URL.
    }
    throw keys.wrong(
        "url", "is one such as https://hooks.example.com/path, without a user and a fragment");
  }

  private static Target.Format format(TargetKeys keys) throws BadTargetsFile {
    return keys.has("format")
        ? oneOf(keys, "format", keys.text("format"), Target.Format.values())
        : Target.Format.FULL;
  }

  private static <E extends Enum<E>> E oneOf(TargetKeys keys, String key, String text, E[] values)
      throws BadTargetsFile {
    for (E value : values) {
      if (word(value).equals(text)) {
        return value;
      }
    }
    throw keys.wrong(
        key,
        "is "
            + Arrays.stream(values).map(TargetsFile::word).collect(Collectors.joining(" or "))
            + ", not "
            + text);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Target.Mail mail(TargetKeys keys) throws BadTargetsFile {
    for (String key : OF_WEBHOOKS) {
      if (keys.has(key)) {
        throw keys.wrong(key, "belongs to a target with a \"url\"");
      }
    }
    List<String> addresses = keys.texts("mail", MOST_OF_A_TARGET);
    for (String address : addresses) {
      requireAddress(keys, "mail", address);
    }
    return new Target.Mail(addresses);
  }

  private static void requireAddress(TargetKeys keys, String key, String text)
      throws BadTargetsFile {
    if (!text.matches(ADDRESS)) {
      throw keys.wrong(key, "is an address such as ada@example.com, not " + text);
    }
  }

  private Selection selection(TargetKeys keys) throws BadTargetsFile {
    Set<Kind> kinds = new TreeSet<>();
    for (String text : keys.texts("kinds", Kind.values().length)) {
      kinds.add(oneOf(keys, "kinds", text, Kind.values()));
    }
    return new Selection(
        known(keys, "projects", projects), known(keys, "steps", Selection.knownSteps()), kinds);
  }

  private static Set<String> known(TargetKeys keys, String key, Collection<String> known)
      throws BadTargetsFile {
    Set<String> found = new TreeSet<>();
    for (String text : keys.texts(key, MOST_OF_A_TARGET)) {
      if (!known.contains(text)) {
        throw keys.wrong(key, "names none there is: " + text + Nearest.hint(text, known));
      }
      found.add(text);
    }
    return found;
  }

  private static Optional<QuietHours> quietHours(TargetKeys target) throws BadTargetsFile {
    Optional<TargetKeys> found = target.mapping("quiet_hours");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TargetKeys keys = found.get();
    keys.requireKnown(List.of("zone", "from", "to"));
    try {
      return Optional.of(new QuietHours(keys.zone("zone"), time(keys, "from"), time(keys, "to")));
    } catch (IllegalArgumentException e) {
      throw keys.wrong("to", "is another time than \"from\"");
    }
  }

  private static LocalTime time(TargetKeys keys, String key) throws BadTargetsFile {
    String text = keys.text(key);
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      throw keys.wrong(key, "is a time such as 22:00, not " + text);
    }
  }

  private static Smtp smtp(TargetKeys keys) throws BadTargetsFile {
    keys.requireKnown(List.of("host", "port", "from", "user", "password", "starttls"));
    requireAddress(keys, "from", keys.text("from"));
    if (keys.has("password") && !keys.has("user")) {
      throw keys.wrong("password", "belongs to a \"user\"");
    }
    Optional<Smtp.Login> login =
        keys.has("user")
            ? Optional.of(
                new Smtp.Login(
                    keys.text("user"), keys.has("password") ? keys.text("password") : ""))
            : Optional.empty();
    return new Smtp(
        keys.text("host"),
        keys.whole("port", 1, LAST_PORT),
        keys.text("from"),
        login,
        keys.flag("starttls"));
  }

  /// The file without what is secret: set again as it is, it changes nothing.
  public static String write(Targets targets) {
    StringBuilder out = new StringBuilder("targets:");
    out.append(targets.all().isEmpty() ? " []\n" : "\n");
    for (Target target : targets.all()) {
      out.append("  - name: ").append(quoted(target.name())).append('\n');
      switch (target.way()) {
        case Target.Webhook webhook -> {
          line(out, "url", quoted(webhook.shown()));
          if (webhook.format() != Target.Format.FULL) {
            line(out, "format", webhook.format().key());
          }
          if (webhook.allowPrivate()) {
            line(out, "allow_private", "true");
          }
        }
        case Target.Mail mail -> line(out, "mail", list(mail.addresses()));
      }
      Selection selection = target.selection();
      set(out, "projects", selection.projects());
      set(out, "steps", selection.steps());
      set(out, "kinds", selection.kinds().stream().map(Kind::key).toList());
      target
          .quietHours()
          .ifPresent(hours ->
              line(
                  out,
                  "quiet_hours",
                  "{zone: %s, from: \"%s\", to: \"%s\"}"
                      .formatted(hours.zone().getId(), hours.from(), hours.to())));
    }
    targets.smtp().ifPresent(smtp -> write(out, smtp));
    return out.toString();
  }

  private static void write(StringBuilder out, Smtp smtp) {
    out.append("smtp:\n  host: ").append(quoted(smtp.host()));
    out.append("\n  port: ").append(smtp.port());
    out.append("\n  from: ").append(quoted(smtp.from())).append('\n');
    smtp.login()
        .ifPresent(login -> out.append("  user: ").append(quoted(login.user())).append('\n'));
    if (smtp.startTls()) {
      out.append("  starttls: true\n");
    }
  }

  private static void set(StringBuilder out, String key, Collection<String> texts) {
    if (!texts.isEmpty()) {
      line(out, key, list(texts));
    }
  }

  private static void line(StringBuilder out, String key, String value) {
    out.append("    ").append(key).append(": ").append(value).append('\n');
  }

  private static String list(Collection<String> texts) {
    return texts.stream().map(TargetsFile::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /// A string of JSON is one of YAML.
  private static String quoted(String text) {
    return new JsonOutput(USUAL_BYTES).string(text).toJsonBytes().toString();
  }
}
