package dev.headgate.admit;

import dev.headgate.admit.KnownFile.Fingerprint;
import dev.headgate.assess.RecordSketch;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The imports of a pipeline, their grants and their history. Safe for threads; whatever is written
/// is durable on return.
public interface Imports {

  /// The import of exactly these files, if each of them was remembered and looks as it did then.
  Optional<ImportRecord> findByFiles(
      ProjectId project, List<Fingerprint> files, String mappingDigest) throws ControlFault;

  /// What was in these files, in their order, if each was remembered and looks as it did then:
  /// saves reading them.
  Optional<List<KnownFile>> knownFiles(ProjectId project, List<Fingerprint> files)
      throws ControlFault;

  /// Remembers files for {@link #findByFiles}.
  void rememberFiles(ProjectId project, Collection<KnownFile> files) throws ControlFault;

  Optional<ImportRecord> findByIdentity(ImportIdentity identity) throws ControlFault;

  Optional<ImportRecord> find(int number) throws ControlFault;

  /// By number.
  List<ImportRecord> list() throws ControlFault;

  /// The numbers of those whose green light still stands and whose window had closed by then.
  List<Integer> closedBefore(Instant time) throws ControlFault;

  /// Makes a draft with the next number; where the import is known already, answers that.
  ///
  /// @param sketch for {@link #underAnotherMapping}
  ImportRecord create(NewImport facts, Optional<RecordSketch> sketch, Actor by) throws ControlFault;

  /// The imports of the project that have some of these records under another mapping, by number.
  ///
  /// @param contentDigests of content that holds events: an empty file is everybody's
  List<EarlierImport> underAnotherMapping(
      ProjectId project,
      Collection<String> contentDigests,
      Optional<RecordSketch> sketch,
      String mappingDigest)
      throws ControlFault;

  /// Decides about a command and, where it is accepted, carries it out with its audit and grant,
  /// all in one transaction.
  Outcome<ImportRecord> execute(int number, Command command, Actor by) throws ControlFault;

  /// The import's grant; empty without a green light, and where what is stored of it is not what
  /// was sealed.
  Optional<Grant> grant(int number) throws ControlFault;

  /// The same in writing.
  Optional<SealedGrant> sealedGrant(int number) throws ControlFault;

  /// Holds what an importer shows against what was agreed.
  Outcome<ImportRecord> check(int number, SealedGrant.Shown shown) throws ControlFault;

  /// Replaces the assessment, as after reading the same bytes with a newer release.
  void putAssessment(int number, JsonBytes assessment) throws ControlFault;

  /// Keeps how far the importer is. Opaque here; all of it or nothing.
  void putCheckpoint(int number, JsonBytes checkpoint, double wallSeconds, double eventsPerSecond)
      throws ControlFault;

  Optional<JsonBytes> checkpoint(int number) throws ControlFault;
}
