package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.CompactJson;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Stage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A green light in writing: all that was agreed, and the {@link Seal} of it. The customer may keep
/// it; the pipeline holds what it has stored against it.
///
/// ```
/// {"grant":{"import":17,"project":"web","token_digest":"SHA-256 of its secret",
///   "content":["digest of each file's content"],"mapping":"digest",
///   "from":"2026-12-01T08:00:00Z","to":"...",
///   "start_per_second":100.0,"stages":[{"nanos":1000000000,"target_per_second":1000.0}],
///   "most_per_second":null,"batch_events":1000,"batch_bytes":2097152,
///   "apps_version":3,"apps":["mask"],"hot_ids":[{"distinct_id":"bot","events":9,"share":0.5}]},
///  "seal":"..."}
/// ```
///
/// White space and the order of members do not matter: what is sealed is the {@link CompactJson}.
///
/// @param document the grant, as it was sealed
public record SealedGrant(JsonBytes document, String seal) {
  private static final String WHAT = "headgate grant";
  private static final int USUAL_BYTES = 1_024;

  /// Puts what was agreed in writing.
  ///
  /// @param record with terms
  /// @param project the name of its project
  public static SealedGrant of(ImportRecord record, String project, GrantToken token, Seal seal)
      throws MalformedJson {
    JsonBytes document = compact(document(record, project, token));
    return new SealedGrant(document, seal.of(WHAT, document.toString()));
  }

  /// Reads one that somebody shows.
  public static SealedGrant read(JsonBytes json) throws MalformedJson {
    JsonBytes document = JsonBytes.of("{}");
    String seal = "";
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "grant" -> document = compact(members.raw());
        case "seal" -> seal = members.text();
        default -> {}
      }
    }
    if (seal.isEmpty()) {
      throw new MalformedJson("a sealed grant has a grant and a seal");
    }
    return new SealedGrant(document, seal);
  }

  private static JsonBytes compact(JsonBytes json) throws MalformedJson {
    return JsonBytes.of(CompactJson.of(json));
  }

  public JsonBytes toJson() {
    return new JsonOutput(USUAL_BYTES)
        .ascii("{\"grant\":")
        .raw(document)
        .ascii(",\"seal\":")
        .string(seal)
        .ascii("}")
        .toJsonBytes();
  }

  /// Whether this pipeline sealed exactly this.
  private boolean isGenuine(Seal own) {
    return own.holds(seal, WHAT, document.toString());
  }

  private static JsonBytes document(ImportRecord record, String project, GrantToken token)
      throws MalformedJson {
    GrantTerms terms = record.terms().orElseThrow();
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"import\":").number(record.number());
    out.ascii(",\"project\":").string(project);
    out.ascii(",\"token_digest\":").string(digest(token.secret()));
    texts(out.ascii(",\"content\":"), record.identity().contentDigests());
    out.ascii(",\"mapping\":").string(record.identity().mappingDigest());
    out.ascii(",\"from\":").string(terms.window().from().toString());
    out.ascii(",\"to\":").string(terms.window().to().toString());
    out.ascii(",\"start_per_second\":").ascii(Double.toString(terms.envelope().startPerSecond()));
    out.ascii(",\"stages\":[");
    String separator = "";
    for (Stage stage : terms.envelope().stages()) {
      out.ascii(separator).ascii("{\"nanos\":").number(stage.duration().toNanos());
      out.ascii(",\"target_per_second\":").ascii(Double.toString(stage.targetPerSecond()));
      out.ascii("}");
      separator = ",";
    }
    out.ascii("],\"most_per_second\":");
    out.ascii(
        terms.mostPerSecond().isPresent()
            ? Double.toString(terms.mostPerSecond().getAsDouble())
            : "null");
    out.ascii(",\"batch_events\":").number(terms.batchEvents());
    out.ascii(",\"batch_bytes\":").number(terms.batchBytes());
    out.ascii(",\"apps_version\":").number(record.apps().version());
    texts(out.ascii(",\"apps\":"), record.apps().names());
    out.ascii(",\"hot_ids\":").raw(hotIds(record));
    return out.ascii("}").toJsonBytes();
  }

  /// As the plan has them.
  private static JsonBytes hotIds(ImportRecord record) throws MalformedJson {
    JsonCursor members = JsonCursor.object(record.request().orElseThrow().plan());
    while (members.next()) {
      if (members.name().equals("hot_ids")) {
        return members.raw();
      }
    }
    return JsonBytes.of("[]");
  }

  private static void texts(JsonOutput out, Collection<String> texts) {
    out.ascii("[");
    String separator = "";
    for (String text : texts) {
      out.ascii(separator).string(text);
      separator = ",";
    }
    out.ascii("]");
  }

  private static String digest(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// What somebody shows who wants to start an import.
  ///
  /// @param content digests of what they are about to send; empty if they do not say
  /// @param grant that they go by, if they have it in writing
  public record Shown(List<String> content, Optional<SealedGrant> grant) {
    public static final Shown NOTHING = new Shown(List.of(), Optional.empty());

    public Shown {
      content = content.stream().sorted().toList();
    }

    /// Whether it fits what was agreed.
    ///
    /// @param own the import's grant as it is now
    public Outcome<ImportRecord> heldAgainst(
        ImportRecord record, Optional<SealedGrant> own, Seal seal) {
      if (!content.isEmpty() && !content.equals(record.identity().contentDigests())) {
        return new Outcome.Refused<>(
            "these files are not the ones that import "
                + record.number()
                + " was agreed for: their content is another",
            "import them by themselves: headgate import assesses them and asks");
      }
      if (grant.isPresent() && !grant.get().isGenuine(seal)) {
        return new Outcome.Refused<>(
            "the grant that was shown was altered, or another installation sealed it",
            "take it as this pipeline has it: headgate request --import "
                + record.number()
                + " --grant");
      }
      if (grant.isPresent() && !grant.equals(own)) {
        return new Outcome.Refused<>(
            "the grant that was shown is not the one in force for import "
                + record.number()
                + ": it was amended or taken back since, or is another import's",
            "read what holds now: headgate request --import " + record.number() + " --grant");
      }
      return new Outcome.Done<>(record);
    }
  }
}
