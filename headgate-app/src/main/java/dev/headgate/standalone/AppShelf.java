package dev.headgate.standalone;

import dev.headgate.admit.Actor;
import dev.headgate.admit.AppChoice;
import dev.headgate.admit.AppVersion;
import dev.headgate.admit.AppVersions;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.Outcome;
import dev.headgate.admit.RequestFacts;
import dev.headgate.apps.AppChain;
import dev.headgate.apps.AppDefinition;
import dev.headgate.apps.AppMaker;
import dev.headgate.apps.AppMeter;
import dev.headgate.apps.AppsFault;
import dev.headgate.apps.AppsFile;
import dev.headgate.apps.BadAppsFile;
import dev.headgate.apps.Chains;
import dev.headgate.apps.Expressions;
import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.apps.HashKey;
import dev.headgate.console.ProjectApps;
import dev.headgate.event.ProjectId;
import dev.headgate.eventlog.CapturedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/// The apps of all projects: takes new versions, and answers the worker which chain an event meets.
///
/// That depends on what the log says of the event and on nothing else. An event of an import meets
/// what the import's first green light fixed. A live event meets the version that was in force when
/// it was captured. A version is in force from the millisecond after it is written, and nobody is
/// answered while it is being written: so no event that it is for was carried by the one before.
final class AppShelf implements Chains, ProjectApps {
  /// Most imports whose chains and counts are kept; of those before, the counts begin anew if more
  /// events come.
  private static final int MAX_IMPORTS = 1000;

  private final AppVersions versions;
  private final Expressions expressions;
  private final PlaceFiles placeFiles;
  private final LongSupplier nanoTime;
  private final BiConsumer<ProjectApp, AppMeter> newMeter;
  private final ReadWriteLock turn = new ReentrantReadWriteLock();
  private final Map<ProjectId, List<InForce>> live = new ConcurrentHashMap<>();
  private final Map<ProjectApp, AppMeter> totals = new ConcurrentHashMap<>();
  private final Map<Integer, OfImport> imports = new LinkedHashMap<>();

  /// An app of a project.
  record ProjectApp(ProjectId project, String name) {}

  /// A version, and the chain that live events meet while it is in force.
  private record InForce(long fromMillis, AppChain chain) {}

  private record OfImport(AppChoice choice, AppChain chain) {}

  /// @param nanoTime for the timers of apps
  /// @param newMeter told of each app's meter when there is one
  AppShelf(
      AppVersions versions,
      Expressions expressions,
      PlaceFiles placeFiles,
      LongSupplier nanoTime,
      BiConsumer<ProjectApp, AppMeter> newMeter) {
    this.versions = versions;
    this.expressions = expressions;
    this.placeFiles = placeFiles;
    this.nanoTime = nanoTime;
    this.newMeter = newMeter;
  }

  @Override
  public AppChain of(ProjectId project, int importNumber, long capturedMillis) throws AppsFault {
    turn.readLock().lock();
    try {
      if (importNumber != CapturedEvent.LIVE) {
        return ofImport(project, importNumber).map(OfImport::chain).orElse(AppChain.NONE);
      }
      List<InForce> known = live(project);
      for (int i = known.size() - 1; i >= 0; i--) {
        if (known.get(i).fromMillis <= capturedMillis) {
          return known.get(i).chain;
        }
      }
      return AppChain.NONE;
    } catch (ControlFault | BadAppsFile | BadExpression e) {
      throw new AppsFault(
          "the apps of project " + project.number() + " cannot be read: " + e.getMessage(), e);
    } finally {
      turn.readLock().unlock();
    }
  }

  private List<InForce> live(ProjectId project) throws ControlFault, BadAppsFile, BadExpression {
    List<InForce> known = live.get(project);
    if (known == null) {
      known = new ArrayList<>();
      for (AppVersion version : versions.list(project)) {
        known.add(inForce(version));
      }
      live.put(project, List.copyOf(known));
    }
    return known;
  }

  private InForce inForce(AppVersion version) throws ControlFault, BadAppsFile, BadExpression {
    return new InForce(version.from().toEpochMilli(), chain(version, parsed(version)));
  }

  private Optional<OfImport> ofImport(ProjectId project, int importNumber)
      throws ControlFault, BadAppsFile, BadExpression {
    synchronized (imports) {
      OfImport known = imports.get(importNumber);
      if (known != null) {
        return Optional.of(known);
      }
      Optional<AppChoice> fixed = versions.fixed(importNumber);
      if (fixed.isEmpty()) {
        return Optional.empty();
      }
      OfImport made = new OfImport(fixed.get(), chain(project, fixed.get()));
      imports.put(importNumber, made);
      if (imports.size() > MAX_IMPORTS) {
        imports.remove(imports.keySet().iterator().next());
      }
      return Optional.of(made);
    }
  }

  private AppChain chain(ProjectId project, AppChoice choice)
      throws ControlFault, BadAppsFile, BadExpression {
    if (choice.names().isEmpty()) {
      return AppChain.NONE;
    }
    AppVersion version = version(project, choice.version());
    List<AppDefinition> chosen =
        AppsFile.named(parsed(version), choice.names())
            .orElseThrow(() -> new IllegalStateException("a version never changes"));
    return chain(version, chosen);
  }

  private AppVersion version(ProjectId project, int number) throws ControlFault {
    return versions.list(project).get(number - 1);
  }

  private AppChain chain(AppVersion version, List<AppDefinition> apps)
      throws ControlFault, BadExpression {
    if (apps.isEmpty()) {
      return AppChain.NONE;
    }
    return new AppMaker(
            expressions,
            new HashKey(versions.salt(version.project())),
            path -> placeFiles.kept(version.files().getOrDefault(path, "")),
            name -> total(version.project(), name).part())
        .chain(apps);
  }

  private AppMeter total(ProjectId project, String name) {
    return totals.computeIfAbsent(
        new ProjectApp(project, name),
        app -> {
          AppMeter meter = new AppMeter(nanoTime);
          newMeter.accept(app, meter);
          return meter;
        });
  }

  /// It was checked when it was put: its database files are the kept ones now.
  private List<AppDefinition> parsed(AppVersion version) throws BadAppsFile {
    return AppsFile.read(version.definition(), expressions, _ -> Optional.empty());
  }

  @Override
  public boolean same(ProjectId project, int one, int other) throws AppsFault {
    turn.readLock().lock();
    try {
      if (live(project).isEmpty() || (one == other && one != CapturedEvent.LIVE)) {
        return true;
      }
      if (one == CapturedEvent.LIVE || other == CapturedEvent.LIVE) {
        return false;
      }
      return ofImport(project, one)
          .map(OfImport::choice)
          .equals(ofImport(project, other).map(OfImport::choice));
    } catch (ControlFault | BadAppsFile | BadExpression e) {
      throw new AppsFault(
          "the apps of project " + project.number() + " cannot be read: " + e.getMessage(), e);
    } finally {
      turn.readLock().unlock();
    }
  }

  @Override
  public AppVersion put(ProjectId project, String definition, Actor by, String why)
      throws BadAppsFile, ControlFault {
    Map<String, String> files = new HashMap<>();
    List<AppDefinition> apps =
        AppsFile.read(definition, expressions, path -> placeFiles.keep(path, files));
    turn.writeLock().lock();
    try {
      List<InForce> known = new ArrayList<>(live(project));
      AppVersion version = versions.put(project, definition, files, by, why);
      // Read anew by whoever asks next, should making the chain fail here.
      live.remove(project);
      known.add(inForce(version));
      live.put(project, List.copyOf(known));
      return version;
    } catch (BadExpression e) {
      throw new IllegalStateException(apps.size() + " apps compiled a moment ago", e);
    } finally {
      turn.writeLock().unlock();
    }
  }

  @Override
  public List<AppVersion> versions(ProjectId project) throws ControlFault {
    return versions.list(project);
  }

  @Override
  public List<AppDefinition> definitions(AppVersion version) throws ControlFault {
    try {
      return parsed(version);
    } catch (BadAppsFile e) {
      throw new ControlFault(
          "version " + version.number() + " of the apps cannot be read any more: " + e.getMessage(),
          "set the project's apps anew",
          e);
    }
  }

  @Override
  public Outcome<RequestFacts.Apps> choose(
      ProjectId project, int importNumber, Optional<List<String>> wanted) throws ControlFault {
    Optional<AppChoice> fixed = versions.fixed(importNumber);
    List<AppVersion> all = versions.list(project);
    int number = fixed.map(AppChoice::version).orElse(all.size());
    List<AppDefinition> apps = number == 0 ? List.of() : definitions(all.get(number - 1));
    List<String> names =
        fixed
            .map(AppChoice::names)
            .or(() -> wanted)
            .orElseGet(() -> apps.stream().map(AppDefinition::name).toList());
    return AppsFile.named(apps, names)
        .<Outcome<RequestFacts.Apps>>map(chosen ->
            new Outcome.Done<>(new RequestFacts.Apps(number, chosen, apps.size() - chosen.size())))
        .orElseGet(() -> new Outcome.Refused<>(unknown(apps, names), "headgate apps list"));
  }

  private static String unknown(List<AppDefinition> apps, List<String> wanted) {
    List<String> known = apps.stream().map(AppDefinition::name).toList();
    List<String> unknown = wanted.stream().filter(name -> !known.contains(name)).toList();
    return "the project has no app " + String.join(", ", unknown) + "; it has " + known;
  }

  @Override
  public Map<String, AppMeter.Counts> counts(ProjectId project) {
    Map<String, AppMeter.Counts> counts = new HashMap<>();
    totals.forEach((app, meter) -> {
      if (app.project.equals(project)) {
        counts.put(app.name, meter.counts());
      }
    });
    return counts;
  }

  @Override
  public Map<String, AppMeter.Counts> countsOfImport(int importNumber) {
    Map<String, AppMeter.Counts> counts = new LinkedHashMap<>();
    synchronized (imports) {
      OfImport known = imports.get(importNumber);
      if (known != null) {
        known.chain.steps().forEach(step -> counts.put(step.name(), step.meter().counts()));
      }
    }
    return counts;
  }
}
