package dev.headgate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A test of the test: each rule of the fold is broken once, in its source, and the comparison with
/// the oracle must see it. The broken class is compiled and loaded beside the sound one.
class FoldMutantsSimulation {
  private static final int MOST_HISTORIES = 20_000;
  private static final Path SOURCES = Path.of("src", "main", "java", "dev", "headgate", "identity");

  @TempDir Path folder;

  /// @param rule what is not so any more
  /// @param sound stands once in the file
  record Mutant(String rule, String file, String sound, String broken) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Mutant> mutants() {
    return Stream.of(
        new Mutant(
            "merge_dangerously merges whom it likes",
            "Fold",
            "fact.kind() == MergeKind.MERGE_DANGEROUSLY || ",
            ""),
        new Mutant(
            "a merge into somebody new is made even if other is identified",
            "Fold",
            " || !intoExists;",
            ";"),
        new Mutant(
            "a sighting makes a person", "Fold", " || sightings.get(id).seenBefore(moment)", ""),
        new Mutant("a refused merge identifies too", "Fold", "touch(into, fact.at());", ""),
        new Mutant(
            "the limit is the most ids, not one more than that", "Fold", "> idLimit", ">= idLimit"),
        new Mutant(
            "who was met personless alone gives the person its id",
            "Fold",
            " || onlyOtherWasPersonless(into, other, fact.at())",
            ""),
        new Mutant(
            "merges are taken in time order",
            "Fold",
            "inTimeOrder.sort(Comparator.comparing(MergeFact::at));",
            "inTimeOrder.sort(Comparator.comparing(MergeFact::into));"),
        new Mutant(
            "at a join into's value stands",
            "PropertyReplay",
            "keepInto ? joined(mine, theirs) : joined(theirs, mine)",
            "keepInto ? joined(theirs, mine) : joined(mine, theirs)"),
        new Mutant(
            "set_once leaves what was unset alone",
            "PropertyReplay",
            "return into.kind() == PropertyRegister.Kind.UNSET ? other : into;",
            "return into;"),
        new Mutant(
            "a register is written down at its time",
            "PropertyReplay",
            "writes.sort(Comparator.comparing(write -> write.register.at()));",
            ""));
  }

  @Test
  void theSoundFoldIsFoundSound() {
    assertThat(FoldAgainstOracle.historiesUntilDifference(1, 2_000)).isZero();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void aBrokenRuleIsSeen(Mutant mutant) throws Exception {
    String source = Files.readString(SOURCES.resolve(mutant.file + ".java"));
    assertThat(source).containsOnlyOnce(mutant.sound);
    compile(mutant.file, source.replace(mutant.sound, mutant.broken));
    try (URLClassLoader loader = new Beside(folder.resolve("classes"))) {
      int histories =
          (int)
              loader
                  .loadClass(FoldAgainstOracle.class.getName())
                  .getDeclaredMethod("historiesUntilDifference", long.class, int.class)
                  .invoke(null, 1L, MOST_HISTORIES);
      System.out.printf(
          "broken: %s; seen after %,d histories, from seed 1%n", mutant.rule, histories);
      assertThat(histories).as(mutant.rule).isPositive();
    }
  }

  private void compile(String name, String source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path file = folder.resolve(name + ".java");
    Files.writeString(file, source);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    String path = place(Fold.class) + System.getProperty("path.separator") + place(Nullable.class);
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  said,
                  files,
                  null,
                  List.of("-proc:none", "-d", classes.toString(), "-classpath", path),
                  null,
                  files.getJavaFileObjects(file))
              .call();
      assertThat(compiled).as(said.toString()).isTrue();
    }
  }

  private static String place(Class<?> of) {
    return Path.of(url(of).getPath()).toString();
  }

  private static URL url(Class<?> of) {
    CodeSource source = of.getProtectionDomain().getCodeSource();
    return source.getLocation();
  }

  /// Loads the package of the fold anew, with the broken class in place of the sound one; all else
  /// is shared.
  private static final class Beside extends URLClassLoader {
    Beside(Path broken) throws IOException {
      super(
          new URL[] {broken.toUri().toURL(), url(Fold.class), url(FoldAgainstOracle.class)},
          Event.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(Fold.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
  }
}
