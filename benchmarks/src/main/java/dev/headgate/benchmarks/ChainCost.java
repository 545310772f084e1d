package dev.headgate.benchmarks;

import dev.headgate.apps.AppChain;
import dev.headgate.apps.AppMaker;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.AppsFile;
import dev.headgate.apps.BadAppsFile;
import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.apps.HashKey;
import dev.headgate.apps.cel.CelExpressions;
import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.JsonMembers;
import dev.headgate.json.JsonText;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What chains of apps cost an event, in processor time of the one thread that runs them. The
/// chains take turns, round by round; the empty one runs twice in each, which says how far two
/// equal things are apart.
///
/// Arguments: `--events N --rounds N --headgate PATH`, or `--export FILE` of event JSON Lines.
/// Prints the median and the range of the rounds, in nanoseconds, and a sum of what came out.
public final class ChainCost {
  private static final String DROP = "- {name: drop, kind: drop, events: [heartbeat, debug]}\n";
  private static final String HASH = "- {name: hash, kind: hash, properties: [$session_id]}\n";
  private static final String SET = "- {name: set, kind: set, property: source, value: import}\n";
  private static final String RENAME = "- {name: rename, kind: rename, from: $os, to: os}\n";
  private static final String COMPUTE =
      "- {name: compute, kind: set, property: wide, expression: 'properties[?\"$screen_width\"].orValue(0) > 800'}\n";

  private static final JsonBytes EMPTY = JsonBytes.EMPTY_OBJECT;

  /// Rounds before those that count.
  private static final int WARM = 5;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private long came;

  private ChainCost() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, MalformedJson, BadAppsFile, BadExpression {
    int rounds = Integer.parseInt(EndToEnd.option(arguments, "--rounds", "15"));
    Path export = Path.of(EndToEnd.option(arguments, "--export", ""));
    if (export.toString().isEmpty()) {
      Path folder = Files.createTempDirectory("headgate-chains-");
      export = folder.resolve("history.jsonl");
      ChildProcess.synth(
          EndToEnd.option(arguments, "--headgate", "headgate"),
          export,
          folder,
          "--events",
          EndToEnd.option(arguments, "--events", "100000"));
    }
    new ChainCost().measure(read(export), rounds);
  }

  private static List<Event> read(Path export) throws IOException, MalformedJson {
    List<Event> events = new ArrayList<>();
    for (String line : Files.readAllLines(export)) {
      Map<String, JsonBytes> members = JsonMembers.of(JsonBytes.of(line));
      events.add(
          new Event(
              new EventId(0, events.size()),
              JsonText.of(members.getOrDefault("event", EMPTY)),
              new DistinctId("u"),
              0,
              members.getOrDefault("properties", EMPTY)));
    }
    return events;
  }

  private static AppChain chain(String apps) throws BadAppsFile, BadExpression {
    CelExpressions expressions = new CelExpressions();
    String file = "apps:\n" + (apps.isEmpty() ? "  []" : apps);
    return new AppMaker(
            expressions,
            new HashKey(new byte[HashKey.SALT_BYTES]),
            _ -> {
              throw new IllegalStateException("no chain here has a database");
            },
            _ -> new AppMeter(System::nanoTime))
        .chain(AppsFile.read(file, expressions, _ -> Optional.empty()));
  }

  private void measure(List<Event> events, int rounds) throws BadAppsFile, BadExpression {
    Map<String, AppChain> chains = new LinkedHashMap<>();
    chains.put("none", chain(""));
    chains.put("none, again", chain(""));
    chains.put("drop by name", chain(DROP));
    chains.put("drop, set, rename", chain(DROP + SET + RENAME));
    chains.put("drop, hash, set", chain(DROP + HASH + SET));
    chains.put("drop, hash, compute (CEL)", chain(DROP + HASH + COMPUTE));
    Map<String, double[]> nanos = new LinkedHashMap<>();
    chains.keySet().forEach(name -> nanos.put(name, new double[rounds]));
    for (int round = -WARM; round < rounds; round++) {
      for (Map.Entry<String, AppChain> each : chains.entrySet()) {
        double took = round(each.getValue(), events);
        if (round >= 0) {
          nanos.getOrDefault(each.getKey(), new double[rounds])[round] = took;
        }
      }
    }
    long bytes = events.stream().mapToLong(event -> event.properties().length()).sum();
    System.out.printf(
        "%d events, %d bytes of properties each, %d rounds%n",
        events.size(), bytes / events.size(), rounds);
    nanos.forEach((name, each) -> {
      Arrays.sort(each);
      System.out.printf(
          "%-28s %8.0f ns an event (%.0f to %.0f)%n",
          name, each[each.length / 2], each[0], each[each.length - 1]);
    });
    System.out.println("result " + Long.toHexString(came));
  }

  private double round(AppChain chain, List<Event> events) {
    long from = threads.getCurrentThreadCpuTime();
    for (Event event : events) {
      if (chain.apply(event) instanceof AppChain.Kept(Event after)) {
        came += after.properties().length();
      }
    }
    return (double) (threads.getCurrentThreadCpuTime() - from) / events.size();
  }
}
