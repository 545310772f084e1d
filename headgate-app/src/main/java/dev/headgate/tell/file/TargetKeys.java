package dev.headgate.tell.file;

import dev.headgate.json.YamlKeys;
import dev.headgate.json.YamlTree;
import dev.headgate.tell.BadTargetsFile;
import java.util.List;
import java.util.Optional;

/// The keys of one mapping in a file of targets, each read as what it should be; a fault names key
/// and line, and never a value that may be secret.
final class TargetKeys extends YamlKeys<BadTargetsFile> {
  private static final int LONGEST_TEXT = 2_000;

  TargetKeys(YamlTree.Mapped mapped) {
    super(mapped);
  }

  @Override
  protected BadTargetsFile fault(String what, int line) {
    return new BadTargetsFile(what, line);
  }

  Optional<TargetKeys> mapping(String key) throws BadTargetsFile {
    return mapped(key).map(TargetKeys::new);
  }

  List<TargetKeys> mappings(String key, int most) throws BadTargetsFile {
    return mappedAll(key, most).stream().map(TargetKeys::new).toList();
  }

  @Override
  protected String text(String key, YamlTree value) throws BadTargetsFile {
    String text = super.text(key, value);
    if (text.length() > LONGEST_TEXT) {
      throw wrong(key, "is a text of at most " + LONGEST_TEXT + " characters");
    }
    return text.strip();
  }
}
