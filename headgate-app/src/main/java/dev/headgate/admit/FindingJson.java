package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Findings as JSON: `[{"rule","level","evidence","resolve"}]`, whether the customer must know
/// (`to_acknowledge`), and who let a block pass (`overridden_by`, `overridden_because`).
public final class FindingJson {
  private static final int USUAL_BYTES = 1_024;

  private FindingJson() {}

  public static JsonBytes write(List<Finding> findings) {
    JsonOutput out = new JsonOutput(USUAL_BYTES).ascii("[");
    String separator = "";
    for (Finding finding : findings) {
      out.ascii(separator).ascii("{\"rule\":").string(finding.rule());
      out.ascii(",\"level\":").string(finding.level().key());
      out.ascii(",\"evidence\":").string(finding.evidence());
      out.ascii(",\"resolve\":").string(finding.resolve());
      if (finding.toAcknowledge()) {
        out.ascii(",\"to_acknowledge\":true");
      }
      finding
          .overridden()
          .ifPresent(who ->
              out.ascii(",\"overridden_by\":")
                  .string(who.by())
                  .ascii(",\"overridden_because\":")
                  .string(who.why()));
      out.ascii("}");
      separator = ",";
    }
    return out.ascii("]").toJsonBytes();
  }

  public static List<Finding> read(JsonBytes json) throws MalformedJson {
    List<Finding> findings = new ArrayList<>();
    JsonCursor elements = JsonCursor.array(json);
    while (elements.next()) {
      findings.add(finding(JsonCursor.object(elements.raw())));
    }
    return findings;
  }

  private static Finding finding(JsonCursor members) throws MalformedJson {
    String rule = "";
    String level = "";
    String evidence = "";
    String resolve = "";
    boolean toAcknowledge = false;
    String by = "";
    String because = "";
    while (members.next()) {
      switch (members.name()) {
        case "rule" -> rule = members.text();
        case "level" -> level = members.text();
        case "evidence" -> evidence = members.text();
        case "resolve" -> resolve = members.text();
        case "to_acknowledge" -> toAcknowledge = members.raw().toString().equals("true");
        case "overridden_by" -> by = members.text();
        case "overridden_because" -> because = members.text();
        default -> {}
      }
    }
    try {
      Optional<Finding.Overridden> overridden =
          because.isEmpty() ? Optional.empty() : Optional.of(new Finding.Overridden(by, because));
      return new Finding(
          rule, Finding.Level.ofKey(level), evidence, resolve, toAcknowledge, overridden);
    } catch (IllegalArgumentException _) {
      throw new MalformedJson("a finding of no known level: " + level);
    }
  }
}
