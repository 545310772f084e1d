package dev.headgate.source.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.headgate.source.Export;
import dev.headgate.source.Export.FileFingerprint;
import dev.headgate.source.Part;
import dev.headgate.source.Place;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds what the EXPORT arguments of a command name: files, folders with all that is in them,
/// standard input (`-`), and what lies in another {@link Place}.
///
/// In a folder, what begins with a dot is passed over; symbolic links are followed. A file named
/// twice is taken once. Standard input is written down (zstd, level 1), so that it can be read
/// again.
public final class ExportFinder {
  /// Most files of an export.
  public static final int MAX_FILES = 100_000;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int SPOOL_LEVEL = 1;
  private static final Pattern ADDRESS = Pattern.compile("(?i)[a-z][a-z0-9+.-]+://.*");

  private final InputStream standardInput;
  private final Path spoolFile;
  private final ExpansionLimit limit;
  private final List<Place> places;

  /// Finds what lies on this machine.
  ///
  /// @param spoolFile where standard input is written down; its folder exists
  public ExportFinder(InputStream standardInput, Path spoolFile) {
    this(standardInput, spoolFile, ExpansionLimit.standard(), List.of());
  }

  /// @param places where exports may lie beside the files of this machine
  public ExportFinder(
      InputStream standardInput, Path spoolFile, ExpansionLimit limit, List<Place> places) {
    this.standardInput = standardInput;
    this.spoolFile = spoolFile;
    this.limit = limit;
    this.places = List.copyOf(places);
  }

  /// What the arguments name.
  ///
  /// @throws SourceFault of kind `WRONG_INPUT` if something is missing or cannot be read
  public Export find(List<String> arguments) throws SourceFault {
    if (arguments.isEmpty()) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "no export is named",
          "command line",
          "name a file, a folder, an address, or - for standard input");
    }
    List<FilePart> parts = new ArrayList<>();
    List<FileFingerprint> fingerprints = new ArrayList<>();
    Unpacking unpacking = new Unpacking(parts, limit);
    Set<Object> seen = new HashSet<>();
    boolean spooled = false;
    for (String argument : arguments) {
      if (argument.equals("-")) {
        if (!spooled) {
          long bytes = spool();
          unpacking.explore("-", bytes, this::openSpool);
        }
        spooled = true;
        continue;
      }
      for (StoredObject file : filesOf(argument)) {
        if (seen.add(identity(file))) {
          requireFew(seen.size(), argument);
          fingerprints.add(file.fingerprint());
          unpacking.explore(file);
        }
      }
    }
    if (parts.isEmpty()) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "there is no file in it (hidden ones are passed over)",
          String.join(" ", arguments),
          "name a file, or a folder that holds the export");
    }
    parts.sort(Comparator.comparing(FilePart::name));
    fingerprints.sort(Comparator.comparing(FileFingerprint::path));
    List<FilePart> numbered = new ArrayList<>();
    for (FilePart part : parts) {
      numbered.add(part.withIndex(numbered.size()));
    }
    return new Export(List.copyOf(numbered), spooled ? List.of() : fingerprints);
  }

  private List<StoredObject> filesOf(String argument) throws SourceFault {
    for (Place place : places) {
      if (place.holds(argument)) {
        return place.find(argument);
      }
    }
    if (ADDRESS.matcher(argument).matches()) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "an export is not read from there: " + argument.substring(0, argument.indexOf("://") + 3),
          Unpacking.printable(argument),
          "copy it to this machine and name the files, or pipe it in: name - and feed standard"
              + " input");
    }
    List<StoredObject> files = new ArrayList<>();
    for (Path path : pathsOf(argument)) {
      files.add(LocalFile.at(path));
    }
    return files;
  }

  /// What tells that a file was named twice.
  private static Object identity(StoredObject file) throws SourceFault {
    return file instanceof LocalFile local ? realPath(local.path()) : file.name();
  }

  private static Iterable<Path> pathsOf(String argument) throws SourceFault {
    Path path = path(argument);
    if (!Files.exists(path)) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "no such file or folder",
          argument,
          "check the spelling; it was looked for at " + path.toAbsolutePath());
    }
    if (Files.isDirectory(path)) {
      return filesBelow(path);
    }
    if (!Files.isRegularFile(path)) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "neither a file nor a folder: what comes out of it cannot be read twice",
          argument,
          "name - and feed it through standard input");
    }
    return List.of(path);
  }

  private static Path path(String argument) throws SourceFault {
    try {
      return Path.of(argument);
    } catch (java.nio.file.InvalidPathException e) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "not a path: " + e.getReason(),
          Unpacking.printable(argument),
          "name a file, a folder, or - for standard input");
    }
  }

  private static Iterable<Path> filesBelow(Path folder) throws SourceFault {
    Set<Path> files = new TreeSet<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            return inner.equals(folder) || !isHidden(inner)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(file)) {
              files.add(file);
            }
            return files.size() > MAX_FILES ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(
          folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, visitor);
    } catch (IOException e) {
      throw Unpacking.unreadable(folder.toString(), e);
    }
    return files;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static void requireFew(int files, String argument) throws SourceFault {
    if (files > MAX_FILES) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "more than " + MAX_FILES + " files",
          argument,
          "import it in several runs, or put the files into archives");
    }
  }

  private static Path realPath(Path file) throws SourceFault {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw Unpacking.unreadable(file.toString(), e);
    }
  }

  /// Writes standard input down, whole or not at all; answers how many bytes it had.
  private long spool() throws SourceFault {
    Path half = spoolFile.resolveSibling(spoolFile.getFileName() + ".part");
    try {
      long bytes;
      try (OutputStream out =
          new ZstdOutputStreamNoFinalizer(
              new BufferedOutputStream(Files.newOutputStream(half), BUFFER_BYTES), SPOOL_LEVEL)) {
        bytes = standardInput.transferTo(out);
      }
      Files.move(half, spoolFile, StandardCopyOption.REPLACE_EXISTING);
      return bytes;
    } catch (IOException e) {
      SourceFault fault =
          new SourceFault(
              SourceFault.Kind.UNREADABLE,
              "standard input could not be written down: " + e.getMessage(),
              half.toString(),
              "see that there is room for it, or name a file instead of -");
      fault.initCause(e);
      throw fault;
    }
  }

  private InputStream openSpool() throws IOException {
    try {
      return new ZstdInputStreamNoFinalizer(
          new BufferedInputStream(Files.newInputStream(spoolFile), BUFFER_BYTES));
    } catch (IOException e) {
      throw new Part.MediumFault(e);
    }
  }
}
