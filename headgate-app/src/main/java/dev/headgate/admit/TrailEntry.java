package dev.headgate.admit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/// One entry of the audit trail: a step that somebody took, chained to the entry before by its
/// hash. Values stand in it as they were found, also if no release of Headgate writes such.
///
/// The hash is SHA-256 over these texts in this order, each as a netstring: its length in bytes, a
/// colon, its UTF-8, a comma. So no two entries are written alike.
///
/// ```
/// 16:headgate audit 1,              what this is, and by which rules
/// 1:7,                              sequence
/// 1:1,                              project
/// 6:import,1:3,                     kind and number of the subject
/// 27:2026-11-27T12:00:00.123456Z,   at
/// 3:ada,8:customer,9:127.0.0.1,     actor, role, address
/// 6:submit,5:draft,9:submitted,     step, from, to
/// 0:,20:note merges_present,        why, saw
/// 64:...,                           saw_digest
/// 64:...,                           hash of the entry before; 64 zeros before the first
/// ```
///
/// @param sequence from 1, without gaps
/// @param project its number
/// @param at to the microsecond
/// @param address where the actor's request came from; empty for the pipeline itself
/// @param from the state before; empty for the first
/// @param saw what they saw, in a line
/// @param sawDigest of the {@link Evidence}; empty where there is none
public record TrailEntry(
    long sequence,
    long project,
    Subject subject,
    Instant at,
    String actor,
    String role,
    String address,
    String step,
    String from,
    String to,
    String why,
    String saw,
    String sawDigest,
    String previousHash,
    String hash) {
  private static final String RULES = "headgate audit 1";

  /// The entry that follows a head. Texts are stored as they can be written as JSON: NUL and lone
  /// surrogates become U+FFFD.
  public static TrailEntry after(TrailHead head, AuditEntry entry) {
    return new TrailEntry(
            head.sequence() + 1,
            entry.project().number(),
            entry.subject(),
            entry.at().truncatedTo(ChronoUnit.MICROS),
            storable(entry.by().name()),
            entry.by().role().key(),
            storable(entry.by().address()),
            storable(entry.step()),
            entry.from(),
            entry.to(),
            storable(entry.why()),
            storable(entry.saw()),
            entry.evidence().map(Evidence::digest).orElse(""),
            head.hash(),
            "")
        .withItsHash();
  }

  private static String storable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == 0 || (c <= 0xFFFF && Character.isSurrogate((char) c)) ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  /// The same with the hash that it should have.
  TrailEntry withItsHash() {
    return new TrailEntry(
        sequence,
        project,
        subject,
        at,
        actor,
        role,
        address,
        step,
        from,
        to,
        why,
        saw,
        sawDigest,
        previousHash,
        contentHash());
  }

  /// The hash that it should have.
  String contentHash() {
    List<String> texts =
        List.of(
            RULES,
            Long.toString(sequence),
            Long.toString(project),
            subject.kind(),
            Long.toString(subject.number()),
            at.toString(),
            actor,
            role,
            address,
            step,
            from,
            to,
            why,
            saw,
            sawDigest,
            previousHash);
    MessageDigest sha256 = Evidence.sha256();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      sha256.update((utf8.length + ":").getBytes(StandardCharsets.US_ASCII));
      sha256.update(utf8);
      sha256.update((byte) ',');
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /// The head of a trail that ends with it.
  public TrailHead head() {
    return new TrailHead(sequence, hash);
  }

  /// The head of the trail before it.
  public TrailHead before() {
    return new TrailHead(sequence - 1, previousHash);
  }

  /// For people: `import:3, submit by ada at 2026-11-27T12:00:00Z`.
  String words() {
    return subject + ", " + step + " by " + actor + " at " + at;
  }
}
