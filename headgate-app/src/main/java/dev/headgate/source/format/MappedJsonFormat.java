package dev.headgate.source.format;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonKind;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import dev.headgate.source.Decoded;
import dev.headgate.source.FieldRules;
import dev.headgate.source.RawRecord;
import dev.headgate.source.RecordBounds;
import dev.headgate.source.RecordFormat;
import dev.headgate.source.SourceFault;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON Lines of any shape, through a mapping. A field is looked for by its exact name, and if the
/// record has none so called, along the dots of the path. With `properties: all` the fields met by
/// their exact name are left out, and an object that was only looked into stays whole.
final class MappedJsonFormat implements RecordFormat {
  private final Mapping mapping;
  private final MappedFields fields;
  private final Met met;

  /// By name of a member of the record: the numbers of the fields that may be it or within it.
  private final Map<String, Candidates> candidates = new HashMap<>();

  /// @param exact fields called so
  /// @param inside fields that begin with it
  private record Candidates(Set<Integer> exact, Set<Integer> inside) {}

  MappedJsonFormat(Mapping mapping) {
    this.mapping = mapping;
    this.fields = MappedFields.of(mapping);
    this.met = new Met(mapping, fields);
    for (int number = 0; number < fields.paths().size(); number++) {
      String path = fields.paths().get(number);
      candidates(path).exact.add(number);
      int dot = path.indexOf('.');
      if (dot > 0) {
        candidates(path.substring(0, dot)).inside.add(number);
      }
    }
  }

  private Candidates candidates(String name) {
    return candidates.computeIfAbsent(name, _ -> new Candidates(new HashSet<>(), new HashSet<>()));
  }

  @Override
  public String name() {
    return "jsonl";
  }

  @Override
  public String identity() {
    return "mapping " + mapping.digest();
  }

  @Override
  public RecordBounds bounds() {
    return mapping.bounds();
  }

  @Override
  public FieldRules rules() {
    return mapping.rules();
  }

  @Override
  public RecordDecoder decoder(String part, Optional<RawRecord> header) {
    return new Decoder();
  }

  @Override
  public void checkAllWasMet() throws SourceFault {
    met.check(true);
  }

  void checkRequiredWasMet() throws SourceFault {
    met.check(false);
  }

  private final class Decoder implements RecordDecoder {
    private final MappedDrafts drafts = new MappedDrafts(mapping, fields, met);
    private final JsonOutput out = new JsonOutput(1024);
    private final @Nullable JsonBytes[] values = new @Nullable JsonBytes[fields.paths().size()];
    private final boolean[] exact = new boolean[values.length];
    private final @Nullable String[] texts = new @Nullable String[values.length];

    @Override
    public Decoded decode(RawRecord record) {
      Decoded verdict = RecordChecks.verdict(record);
      if (verdict != null) {
        return verdict;
      }
      byte[] bytes = record.bytes();
      Arrays.fill(values, null);
      Arrays.fill(exact, false);
      out.clear();
      try {
        read(JsonCursor.object(bytes, 0, bytes.length));
        met.record();
        pickTexts();
      } catch (MalformedJson e) {
        return EventJsonFormat.notAnObject(bytes, e);
      }
      if (!fields.all()) {
        writeListed();
      }
      return drafts.draft(texts, out.ascii("}").toJsonBytes());
    }

    private void read(JsonCursor cursor) throws MalformedJson {
      boolean wantsNames = met.wantsNames();
      out.ascii("{");
      while (cursor.next()) {
        String name = cursor.name();
        if (wantsNames) {
          met.name(name);
        }
        Candidates here = candidates.get(name);
        if (here == null) {
          if (fields.all()) {
            write(name, cursor.raw());
          }
          continue;
        }
        JsonKind kind = cursor.kind();
        JsonBytes raw = cursor.raw();
        for (int number : here.exact) {
          values[number] = raw;
          exact[number] = true;
          met.field(number);
        }
        if (kind == JsonKind.OBJECT) {
          for (int number : here.inside) {
            lookInside(number, name.length() + 1, raw);
          }
        }
        if (fields.all() && here.exact.isEmpty()) {
          write(name, raw);
        }
      }
    }

    private void lookInside(int number, int from, JsonBytes object) throws MalformedJson {
      if (exact[number]) {
        return;
      }
      String path = fields.paths().get(number);
      int dot = path.indexOf('.', from);
      String name = path.substring(from, dot < 0 ? path.length() : dot);
      JsonCursor cursor = JsonCursor.object(object);
      while (cursor.next()) {
        if (!cursor.name().equals(name)) {
          continue;
        }
        JsonKind kind = cursor.kind();
        JsonBytes raw = cursor.raw();
        if (dot < 0) {
          values[number] = raw;
          met.field(number);
        } else if (kind == JsonKind.OBJECT) {
          lookInside(number, dot + 1, raw);
        }
      }
    }

    private void pickTexts() throws MalformedJson {
      pickText(fields.event());
      pickText(fields.distinctId());
      pickText(fields.timestamp());
      pickText(fields.uuid());
    }

    private void pickText(int number) throws MalformedJson {
      if (number >= 0) {
        JsonBytes value = values[number];
        texts[number] = value == null || value.utf8()[0] == 'n' ? null : JsonText.of(value);
      }
    }

    private void writeListed() {
      List<Integer> listed = fields.listed();
      for (int number : listed) {
        JsonBytes value = values[number];
        if (value != null) {
          write(fields.paths().get(number), value);
        }
      }
    }

    private void write(String name, JsonBytes value) {
      out.ascii(out.length() > 1 ? "," : "").string(name).ascii(":").raw(value);
    }
  }
}
