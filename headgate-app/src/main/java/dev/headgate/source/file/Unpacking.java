package dev.headgate.source.file;

import dev.headgate.source.Part;
import dev.headgate.source.SourceFault;
import dev.headgate.source.StoredObject;
import dev.headgate.source.file.ZipArchive.Opening;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Looks into a file layer by layer until content is found that is packed no further: one part, or
/// as many as an archive has entries.
final class Unpacking {
  /// Packings within each other, such as gzip in gzip, or gzip in zip.
  static final int MAX_LAYERS = 2;

  private final List<FilePart> found;
  private final ExpansionLimit limit;

  /// Adds what it finds to `found`, in no order, with index 0.
  Unpacking(List<FilePart> found, ExpansionLimit limit) {
    this.found = found;
    this.limit = limit;
  }

  /// Looks into a file.
  void explore(StoredObject file) throws SourceFault {
    explore(
        new Layer(
            printable(file.name()),
            file.size(),
            () -> file.open(0, file.size()),
            Optional.of(file),
            List.of()));
  }

  /// Looks into bytes that can only be read from front to back.
  ///
  /// @param shown the name people see
  /// @param packedBytes how much there is of it
  /// @param opening the bytes as they lie there
  void explore(String shown, long packedBytes, Opening opening) throws SourceFault {
    explore(new Layer(printable(shown), packedBytes, opening, Optional.empty(), List.of()));
  }

  /// @param file the bytes where they lie as they are; empty where they come out of something else
  private record Layer(
      String name,
      long packedBytes,
      Opening opening,
      Optional<StoredObject> file,
      List<Packing> outer) {

    String packing() {
      return outer.isEmpty()
          ? Packing.PLAIN.label()
          : String.join(" > ", outer.stream().map(Packing::label).toList());
    }

    Layer inside(Packing packing, String name, long packedBytes, Opening content) {
      List<Packing> all = new ArrayList<>(outer);
      all.add(packing);
      return new Layer(name, packedBytes, content, Optional.empty(), List.copyOf(all));
    }
  }

  private void explore(Layer layer) throws SourceFault {
    Packing packing = Packing.of(head(layer));
    if (packing == Packing.PLAIN) {
      found.add(
          new FilePart(
              0, layer.name, layer.packedBytes, layer.packing(), layer.opening, layer.file));
      return;
    }
    if (packing == Packing.PARQUET) {
      addRows(layer);
      return;
    }
    if (layer.outer.size() == MAX_LAYERS) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "packed more than %d times (%s > %s)"
              .formatted(MAX_LAYERS, layer.packing(), packing.label()),
          layer.name,
          "unpack it once yourself and name what comes out");
    }
    if (packing == Packing.ZIP) {
      exploreArchive(layer);
    } else {
      explore(layer.inside(packing, layer.name, layer.packedBytes, () -> unpacked(layer, packing)));
    }
  }

  /// A Parquet file says at its end what is where in it.
  private void addRows(Layer layer) throws SourceFault {
    if (!(layer.file.orElse(null) instanceof LocalFile file)) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "a Parquet file is read only where it lies as a file of this machine, not packed (%s) and"
                  .formatted(layer.packing())
              + " not from standard input",
          layer.name,
          "unpack or fetch it yourself and name the file; it is packed well enough inside");
    }
    found.add(
        new FilePart(
            0,
            layer.name,
            layer.packedBytes,
            Packing.PARQUET.label(),
            () ->
                limit.held(
                    ParquetRows.open(file.path()),
                    layer.name,
                    Packing.PARQUET.label(),
                    () -> layer.packedBytes),
            Optional.empty()));
  }

  private void exploreArchive(Layer layer) throws SourceFault {
    List<ZipArchive.Entry> entries;
    try {
      entries =
          layer.file.isPresent()
              ? ZipArchive.entriesOf(layer.file.get(), layer.opening)
              : ZipArchive.entriesFrontToBack(layer.opening);
    } catch (ZipArchive.TooManyEntries e) {
      throw new SourceFault(
          SourceFault.Kind.WRONG_INPUT,
          "the archive has " + e.getMessage(),
          layer.name,
          "unpack it yourself and name the folder");
    } catch (IOException e) {
      throw unreadable(layer.name, e);
    }
    long contentBytes = entries.stream().mapToLong(ZipArchive.Entry::contentBytes).sum();
    if (layer.file.isPresent() && !limit.allows(layer.packedBytes, contentBytes)) {
      throw limit.tooMuch(layer.name, Packing.ZIP.label(), layer.packedBytes, contentBytes);
    }
    for (ZipArchive.Entry entry : entries) {
      String name = layer.name + (entry.name().isEmpty() ? "" : "!" + printable(entry.name()));
      if (entry.refusal().isPresent()) {
        throw new SourceFault(
            SourceFault.Kind.WRONG_INPUT,
            "an entry of the archive cannot be read: " + entry.refusal().get(),
            name,
            "unpack the archive yourself and name the folder");
      }
      if (!isHidden(entry.name())) {
        explore(
            layer.inside(
                Packing.ZIP, name, entry.packedBytes(), () -> held(name, entry.content().open())));
      }
    }
  }

  private InputStream held(String name, InputStream entry) {
    LongSupplier packedRead =
        entry instanceof ExpansionLimit.Packed packed ? packed::packedRead : () -> Long.MAX_VALUE;
    return limit.held(entry, name, Packing.ZIP.label(), packedRead);
  }

  private InputStream unpacked(Layer layer, Packing packing) throws IOException {
    InputStream packed = layer.opening.open();
    try {
      ExpansionLimit.Packed count =
          packed instanceof ExpansionLimit.Packed outer
              ? outer
              : new ExpansionLimit.Counted(packed);
      InputStream source = count instanceof ExpansionLimit.Counted counted ? counted : packed;
      return limit.held(packing.unpack(source), layer.name, packing.label(), count::packedRead);
    } catch (IOException | RuntimeException e) {
      packed.close();
      throw e;
    }
  }

  /// The first bytes; as many as can be unpacked, so that broken content is met where it is read.
  private static byte[] head(Layer layer) throws SourceFault {
    byte[] head = new byte[Packing.MAGIC_BYTES];
    int length = 0;
    try (InputStream in = layer.opening.open()) {
      for (int n; length < head.length && (n = in.read(head, length, head.length - length)) > 0; ) {
        length += n;
      }
    } catch (Part.MediumFault e) {
      throw unreadable(layer.name, e);
    } catch (IOException | RuntimeException e) {
      // Met again, and reported with its place, when the content is read.
      return java.util.Arrays.copyOf(head, length);
    }
    return java.util.Arrays.copyOf(head, length);
  }

  /// Whether an entry is a leftover of the system it was packed on, or hidden there.
  private static boolean isHidden(String entry) {
    for (String segment : entry.split("[/\\\\]", -1)) {
      boolean upwards = segment.equals(".") || segment.equals("..");
      if ((segment.startsWith(".") && !upwards) || segment.equals("__MACOSX")) {
        return true;
      }
    }
    return false;
  }

  /// A name without what a terminal would obey.
  static String printable(String name) {
    StringBuilder out = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> Character.isISOControl(c) || isDirectional(c) ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isDirectional(int c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  }

  static SourceFault unreadable(String name, IOException cause) {
    if (cause instanceof Part.MediumFault medium && medium.told().isPresent()) {
      return medium.told().get();
    }
    SourceFault fault =
        new SourceFault(
            SourceFault.Kind.WRONG_INPUT,
            "it cannot be read: " + cause.getMessage(),
            name,
            "see that it is there and that you may read it");
    fault.initCause(cause);
    return fault;
  }
}
