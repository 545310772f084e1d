package dev.headgate.verify;

import dev.headgate.source.RejectReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares what was read with what is stored.
///
/// The manifest's rows are sorted by uuid outside memory; each uuid counts once, the rest is
/// deduplicated. What another holder had, and what an app dropped, is joined with the stores'
/// notes. What remains should be stored under the import's number, and is compared by count and by
/// the sum of the uuids' hashes, once by (event day, event name) and once by the uuid's first 16
/// bits. Sums by prefix say where to look for what is missing or extra: there the events themselves
/// are compared. If all uuids are as they should be and the groups still differ, some uuid is
/// stored with another day or name: then all events are compared.
///
/// Memory: `memoryBytes` for sorting, about 20 MiB for sums, {@link Verification#MAX_DISCREPANCIES}
/// discrepancies; whatever the size of the import.
public final class Verifier {
  /// With more differing prefixes than this, neighbours are fetched together.
  private static final int MAX_RANGES = 256;

  private static final int PREFIXES_TOGETHER = Expected.PREFIXES / MAX_RANGES;

  private final Path folder;
  private final int memoryBytes;

  /// A verifier for one import at a time.
  ///
  /// @param folder for files of the time being, its own; up to three times the manifest's size
  /// @param memoryBytes for sorting
  public Verifier(Path folder, int memoryBytes) {
    this.folder = folder;
    this.memoryBytes = memoryBytes;
  }

  /// Proves an import, or says what differs.
  ///
  /// @param tally what was read, at the manifest's length
  /// @param parts the names of the export's parts, by index
  public Verification verify(
      int importNumber, Manifest manifest, ReadTally tally, List<String> parts, Observed observed)
      throws VerifyFault {
    if (manifest.rows() != tally.events()) {
      throw new VerifyFault(
          "The manifest of import "
              + importNumber
              + " has "
              + manifest.rows()
              + " rows, its checkpoint counts "
              + tally.events()
              + " events: one of them is damaged. Verify with --reread, from the export itself.");
    }
    try {
      Files.createDirectories(folder);
      deleteLeftovers();
      try (Expected expected = Expected.of(folder, memoryBytes, manifest, observed)) {
        return compare(importNumber, tally, parts, expected, observed);
      }
    } catch (IOException | UncheckedIOException e) {
      throw onDisk(e);
    }
  }

  /// Of a verification that was killed.
  private void deleteLeftovers() throws IOException {
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(folder, "*.run")) {
      for (Path run : runs) {
        Files.delete(run);
      }
    }
  }

  private VerifyFault onDisk(Exception e) {
    return new VerifyFault(
        "Verifying failed while it used "
            + folder
            + ": "
            + e.getMessage()
            + ". Make sure its disk has room and is writable, then verify again.",
        e);
  }

  private static Verification compare(
      int importNumber, ReadTally tally, List<String> parts, Expected expected, Observed observed)
      throws IOException, VerifyFault {
    Sums prefixes = new Sums(Expected.PREFIXES);
    observed.prefixes(prefix -> prefixes.add(prefix.prefix(), prefix.sum()));
    Sums groups = Expected.noGroups();
    observed.groups(group ->
        groups.add(
            Expected.bucket(Manifest.groupOf(group.epochDay(), group.event())), group.sum()));

    Comparison comparison = new Comparison(expected, parts);
    compareDiffering(comparison, expected.prefixes(), prefixes, observed);
    if (!comparison.groupsAgree(groups)) {
      comparison = new Comparison(expected, parts);
      comparison.compare(0, Expected.PREFIXES - 1, observed);
    }
    boolean explained = comparison.prefixesAgree(prefixes) && comparison.groupsAgree(groups);
    return verdict(importNumber, tally, expected, comparison, explained, observed.merges());
  }

  private static void compareDiffering(
      Comparison comparison, Sums expected, Sums stored, Observed observed)
      throws IOException, VerifyFault {
    boolean[] differs = new boolean[Expected.PREFIXES];
    int differing = 0;
    for (int prefix = 0; prefix < differs.length; prefix++) {
      differs[prefix] = !expected.sameAt(prefix, stored);
      differing += differs[prefix] ? 1 : 0;
    }
    int together = differing <= MAX_RANGES ? 1 : PREFIXES_TOGETHER;
    for (int first = 0; first < differs.length; first += together) {
      boolean any = false;
      for (int prefix = first; prefix < first + together; prefix++) {
        any |= differs[prefix];
      }
      if (any) {
        comparison.compare(first, first + together - 1, observed);
      }
    }
  }

  private static Verification verdict(
      int importNumber,
      ReadTally tally,
      Expected expected,
      Comparison comparison,
      boolean explained,
      Observed.Merges merges) {
    Map<String, Long> rejectedByReason = new TreeMap<>();
    for (Map.Entry<RejectReason, Long> rejected : tally.rejected().entrySet()) {
      rejectedByReason.put(rejected.getKey().key(), rejected.getValue());
    }
    Map<String, Long> droppedByApp = new TreeMap<>(expected.droppedByApp());
    if (tally.noEvent() > 0) {
      droppedByApp.merge(Verification.DROPPED_BY_FORMAT, tally.noEvent(), Long::sum);
    }
    Verification.MergeFacts mergeFacts =
        new Verification.MergeFacts(
            comparison.merges(), merges.applied(), merges.refused(), merges.setAside());
    boolean same = explained && comparison.missing() == 0 && comparison.extra() == 0;
    return new Verification(
        importNumber,
        tally.read(),
        expected.events() - comparison.missing(),
        expected.deduplicated(),
        tally.rejectedTotal(),
        rejectedByReason,
        droppedByApp.values().stream().mapToLong(Long::longValue).sum(),
        droppedByApp,
        comparison.missing(),
        comparison.extra(),
        comparison.conflicting(),
        mergeFacts,
        same,
        same && mergeFacts.addUp(),
        comparison.discrepancies());
  }
}
