package dev.headgate.json;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys of one mapping in a file that people write, each read as what it should be; a fault
/// names key and line. Who reads a kind of file extends it by how its faults are made, and by what
/// only such a file has.
///
/// @param <F> the fault
public abstract class YamlKeys<F extends Exception> {
  private final Map<String, YamlTree.Entry> entries;
  private final int line;

  protected YamlKeys(YamlTree.Mapped mapped) {
    this.entries = mapped.entries();
    this.line = mapped.line();
  }

  /// A fault of the file.
  ///
  /// @param what a sentence
  /// @param line counted from 1
  protected abstract F fault(String what, int line);

  /// A key that is not what it should be.
  ///
  /// @param what a sentence without its beginning, `is a list`
  public F wrong(String key, String what) {
    return fault("\"" + key + "\" " + what, lineOf(key));
  }

  /// A key that should be there and is not, or the other way round.
  ///
  /// @param what a sentence without its beginning, `is missing`
  protected F wrongKey(String key, String what) {
    return fault("the key \"" + key + "\" " + what, lineOf(key));
  }

  public final int line() {
    return line;
  }

  /// Where the key stands; where the mapping begins if it does not.
  public final int lineOf(String key) {
    YamlTree.Entry entry = entries.get(key);
    return entry == null ? line : entry.line();
  }

  public final Map<String, YamlTree.Entry> entries() {
    return entries;
  }

  public final boolean has(String key) {
    return entries.containsKey(key);
  }

  /// Refuses every key that is none of these.
  public final void requireKnown(Collection<String> known) throws F {
    for (String key : entries.keySet()) {
      if (!known.contains(key)) {
        throw wrongKey(key, "is not known" + Nearest.hint(key, known));
      }
    }
  }

  protected final YamlTree required(String key) throws F {
    YamlTree.Entry entry = entries.get(key);
    if (entry == null) {
      throw wrongKey(key, "is missing");
    }
    return entry.value();
  }

  /// The mapping that a key holds; empty if it is not there.
  protected final Optional<YamlTree.Mapped> mapped(String key) throws F {
    if (!has(key)) {
      return Optional.empty();
    }
    if (required(key) instanceof YamlTree.Mapped mapped) {
      return Optional.of(mapped);
    }
    throw wrong(key, "holds keys of its own");
  }

  /// Mappings in a list; none if the key is not there.
  protected final List<YamlTree.Mapped> mappedAll(String key, int most) throws F {
    if (!has(key)) {
      return List.of();
    }
    List<YamlTree> items = list(key);
    if (items.size() > most) {
      throw wrong(key, "has at most " + most + " entries");
    }
    List<YamlTree.Mapped> found = new ArrayList<>();
    for (YamlTree item : items) {
      if (!(item instanceof YamlTree.Mapped mapped)) {
        throw fault("each of \"" + key + "\" holds keys of its own", item.line());
      }
      found.add(mapped);
    }
    return found;
  }

  public final List<YamlTree> list(String key) throws F {
    if (required(key) instanceof YamlTree.Sequence sequence) {
      return sequence.items();
    }
    throw wrong(key, "is a list");
  }

  public final String text(String key) throws F {
    return text(key, required(key));
  }

  /// The text that is one of a key's.
  protected String text(String key, YamlTree value) throws F {
    if (value instanceof YamlTree.Scalar(String text, JsonKind _, int _) && !text.isBlank()) {
      return text;
    }
    throw wrong(key, "is a text that is not blank");
  }

  /// A list of texts, or one alone; none if the key is not there.
  public final List<String> texts(String key, int most) throws F {
    if (!has(key)) {
      return List.of();
    }
    List<YamlTree> items =
        required(key) instanceof YamlTree.Sequence list ? list.items() : List.of(required(key));
    if (items.isEmpty() || items.size() > most) {
      throw wrong(key, "has 1 to " + most + " entries");
    }
    List<String> texts = new ArrayList<>();
    for (YamlTree item : items) {
      texts.add(text(key, item));
    }
    return texts;
  }

  /// False if the key is not there.
  public boolean flag(String key) throws F {
    if (!has(key)) {
      return false;
    }
    return switch (text(key)) {
      case "true" -> true;
      case "false" -> false;
      case String other -> throw wrong(key, "is true or false, not " + other);
    };
  }

  public final int whole(String key, int least, int most) throws F {
    String text = text(key);
    if (text.matches("\\d{1,9}")
        && Integer.parseInt(text) >= least
        && Integer.parseInt(text) <= most) {
      return Integer.parseInt(text);
    }
    throw wrong(key, "is a number from " + least + " to " + most + ", not " + text);
  }

  /// A zone of the time zone database, by its name: an offset such as +01:00 knows no summer.
  public final ZoneId zone(String key) throws F {
    String text = text(key);
    if (ZoneId.getAvailableZoneIds().contains(text)) {
      return ZoneId.of(text);
    }
    throw wrong(
        key,
        "is a zone such as Europe/Berlin, not "
            + text
            + Nearest.hint(text, ZoneId.getAvailableZoneIds()));
  }
}
