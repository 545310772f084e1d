package dev.headgate.admit;

import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.util.ArrayList;
import java.util.List;

/// Findings as JSON: `[{"rule","level","evidence","resolve"}]`.
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
      out.ascii(",\"resolve\":").string(finding.resolve()).ascii("}");
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
    while (members.next()) {
      switch (members.name()) {
        case "rule" -> rule = members.text();
        case "level" -> level = members.text();
        case "evidence" -> evidence = members.text();
        case "resolve" -> resolve = members.text();
        default -> {}
      }
    }
    try {
      return new Finding(rule, Finding.Level.ofKey(level), evidence, resolve);
    } catch (IllegalArgumentException _) {
      throw new MalformedJson("a finding of no known level: " + level);
    }
  }
}
