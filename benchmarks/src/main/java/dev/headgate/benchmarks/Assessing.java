package dev.headgate.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The whole assessment, beside DuckDB's `read_json` and `jq` with `sort`, which answer one of its
/// questions (the top 100 ids), on the same file plain, as gzip and as zstd, in turns. Whole
/// processes, from their start to their end; the hundred counts must agree each time.
///
/// Arguments: `--events N --ids N --rounds K --jq K --headgate PATH`; `--jq` is how many of the
/// rounds run `jq` too, which is slow.
public final class Assessing {
  private static final Pattern TOP_COUNT = Pattern.compile("\"events\":(\\d+)");
  private static final String JQ =
      "jq -r .distinct_id \"$0\" | LC_ALL=C sort | uniq -c | sort -rn | head -100 | awk '{print $1}'";

  private final Path headgate;
  private final Path folder;
  private final Map<String, List<Double>> seconds = new TreeMap<>();
  private final Map<String, List<Double>> cpuSeconds = new TreeMap<>();

  private Assessing(Path headgate, Path folder) {
    this.headgate = headgate;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    String events = EndToEnd.option(arguments, "--events", "3000000");
    String ids = EndToEnd.option(arguments, "--ids", "1000000");
    int rounds = Integer.parseInt(EndToEnd.option(arguments, "--rounds", "5"));
    int withJq = Integer.parseInt(EndToEnd.option(arguments, "--jq", "0"));
    Path headgate = Path.of(EndToEnd.option(arguments, "--headgate", "headgate")).toAbsolutePath();
    Path folder = Files.createTempDirectory("headgate-assessing-");
    try {
      new Assessing(headgate, folder).measure(events, ids, rounds, withJq);
    } finally {
      EndToEnd.delete(folder);
    }
  }

  private void measure(String events, String ids, int rounds, int withJq)
      throws IOException, InterruptedException {
    Path plain = folder.resolve("history.jsonl");
    for (String packing : List.of("", ".gz", ".zst")) {
      Path file = folder.resolve("history.jsonl" + packing);
      ChildProcess.synth(
          headgate.toString(), file, folder, "--events", events, "--ids", ids, "--quiet");
      System.out.printf(Locale.ROOT, "%s: %.0f MB%n", file.getFileName(), Files.size(file) / 1e6);
    }
    for (int round = 0; round < rounds; round++) {
      List<Long> ours = assess("assess", plain);
      requireSame(ours, topHundred("duckdb", plain));
      for (String packing : List.of(".gz", ".zst")) {
        Path file = folder.resolve("history.jsonl" + packing);
        requireSame(assess("assess" + packing, file), topHundred("duckdb" + packing, file));
      }
      requireSame(ours, assess("assess --thorough", plain, "--thorough"));
      if (round < withJq) {
        requireSame(ours, jq(plain));
      }
    }
    seconds.forEach((what, runs) ->
        System.out.printf(
            Locale.ROOT,
            "%-18s %s s, CPU %s s%n",
            what,
            EndToEnd.spread(runs),
            EndToEnd.spread(cpuSeconds.getOrDefault(what, List.of()))));
  }

  private List<Long> assess(String what, Path file, String... options)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(headgate.toString(), "assess", file.toString(), "--json", "--quiet"));
    command.addAll(List.of(options));
    String answer = note(what, ChildProcess.run(command, folder));
    String top = answer.substring(answer.indexOf("\"top_distinct_ids\""));
    List<Long> counts = new ArrayList<>();
    Matcher matcher = TOP_COUNT.matcher(top.substring(0, top.indexOf(']')));
    while (matcher.find()) {
      counts.add(Long.parseLong(matcher.group(1)));
    }
    return counts;
  }

  private List<Long> topHundred(String what, Path file) throws IOException, InterruptedException {
    return lines(note(what, ChildProcess.java(TopHundred.class, folder, file.toString())));
  }

  private List<Long> jq(Path file) throws IOException, InterruptedException {
    return lines(
        note("jq | sort", ChildProcess.run(List.of("bash", "-c", JQ, file.toString()), folder)));
  }

  private static List<Long> lines(String output) {
    return output.lines().map(line -> Long.parseLong(line.strip())).toList();
  }

  private String note(String what, ChildProcess run) {
    seconds.computeIfAbsent(what, key -> new ArrayList<>()).add(run.wall().toNanos() / 1e9);
    cpuSeconds.computeIfAbsent(what, key -> new ArrayList<>()).add(run.cpu().toNanos() / 1e9);
    return run.output();
  }

  private static void requireSame(List<Long> ours, List<Long> theirs) throws IOException {
    if (ours.isEmpty() || !ours.equals(theirs)) {
      throw new IOException("the top ids differ: " + ours + " and " + theirs);
    }
  }
}
