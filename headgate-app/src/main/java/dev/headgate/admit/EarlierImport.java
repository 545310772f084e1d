package dev.headgate.admit;

/// An import that has some of the same records under another mapping.
///
/// @param started whether any of its events may be stored
/// @param sharedFiles how many files of the new import it has too, whatever their names
/// @param sharedRecords the share of the new import's records that it has too, 0 to 1: an estimate,
///   0 where nothing is known
public record EarlierImport(
    int number, ImportState state, boolean started, int sharedFiles, double sharedRecords) {

  /// What they share, for people.
  String shared() {
    if (sharedFiles > 0) {
      return sharedFiles + " of these files";
    }
    return "about " + Math.max(1, Math.round(sharedRecords * 100)) + " % of these records";
  }
}
