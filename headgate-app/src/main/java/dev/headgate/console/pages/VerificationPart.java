package dev.headgate.console.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.headgate.admit.ImportRecord;
import dev.headgate.assess.Amounts;
import dev.headgate.console.Html;
import dev.headgate.event.JsonBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The proof of an import: what was read, and what became of it.
final class VerificationPart {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_NAMED = 20;

  private final Html html;

  VerificationPart(Html html) {
    this.html = html;
  }

  void write(ImportRecord record) {
    record.verification().ifPresent(proof -> write(tree(proof)));
  }

  private static JsonNode tree(JsonBytes json) {
    try {
      return JSON.readTree(json.utf8());
    } catch (IOException e) {
      throw new UncheckedIOException("the control plane keeps JSON only", e);
    }
  }

  private void write(JsonNode proof) {
    boolean verified = proof.path("verified").asBoolean();
    html.open("section", "class", verified ? "proof" : "proof not");
    html.element("h2", verified ? "Verified" : "Not verified");
    html.element(
        "p",
        verified
            ? "Every record of the export is accounted for, once."
            : "What was read is not what is stored. The command verify names every difference.");
    html.open("div", "class", "scroll").open("table");
    html.element("caption", "What became of the records that were read");
    html.open("tbody");
    row("Read", proof.path("read"));
    row("Stored", proof.path("stored"));
    row("Deduplicated: stored before", proof.path("deduplicated"));
    row("Rejected", proof.path("rejected"));
    row("Dropped by apps", proof.path("dropped"));
    row("Missing", proof.path("missing"));
    row("Extra", proof.path("extra"));
    row("Merges applied", proof.path("merge_facts").path("applied"));
    row("Merges refused", proof.path("merge_facts").path("refused"));
    row("Merges set aside", proof.path("merge_facts").path("set_aside"));
    html.close().close().close();
    differences(proof.path("discrepancies"));
    html.close();
  }

  private void row(String what, JsonNode count) {
    html.open("tr").element("th", what, "scope", "row");
    html.element("td", Amounts.count(count.asLong())).close();
  }

  private void differences(JsonNode list) {
    if (list.isEmpty()) {
      return;
    }
    html.element("h3", "Events that differ");
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    List.of("What", "Where", "uuid").forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (int i = 0; i < Math.min(MOST_NAMED, list.size()); i++) {
      JsonNode one = list.get(i);
      String source = one.path("source").asText();
      html.open("tr").element("td", Words.shown(one.path("kind").asText()));
      html.element(
          "td",
          source.isEmpty()
              ? "not in the export"
              : Words.shown(source) + ":" + one.path("line").asLong());
      html.element("td", Words.shown(one.path("uuid").asText())).close();
    }
    html.close().close().close();
    if (list.size() > MOST_NAMED) {
      html.element("p", "And " + Amounts.count(list.size() - MOST_NAMED) + " more.");
    }
  }
}
