package dev.headgate.source;

import java.io.InputStream;

/// A file, wherever it lies: bytes that can be read from any place, as often as is needed.
public interface StoredObject {
  /// As people see it: a path as it was given, or an address.
  String name();

  long size();

  /// What it looked like when it was found, to know it again without reading it.
  Export.FileFingerprint fingerprint();

  /// Its bytes `[from, to)`, or less where it has become shorter. What fails here is the medium's
  /// fault.
  InputStream open(long from, long to) throws Part.MediumFault;
}
