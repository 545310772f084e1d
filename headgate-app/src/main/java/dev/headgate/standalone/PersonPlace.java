package dev.headgate.standalone;

import dev.headgate.eventlog.Partition;
import dev.headgate.store.PersonStore;
import dev.headgate.store.PersonsMove;
import dev.headgate.store.StoreFault;
import dev.headgate.store.postgresql.PostgresPersonStore;
import dev.headgate.store.postgresql.PostgresUrl;
import dev.headgate.store.sqlite.SqlitePersonStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Where a data directory's persons are kept: in its own file, or in a PostgreSQL database that
/// they were moved to.
public final class PersonPlace {
  private final DataDirectory directory;

  public PersonPlace(DataDirectory directory) {
    this.directory = directory;
  }

  /// The database they were moved to; empty if they are in the directory's own file.
  ///
  /// @throws StoreFault if what is written there is no place
  public Optional<PostgresUrl> server() throws StoreFault {
    Path file = directory.personsUrlFile();
    try {
      String text = Files.readString(file).strip();
      return Optional.of(
          PostgresUrl.parse(text)
              .orElseThrow(() ->
                  new StoreFault(
                      file
                          + " names no PostgreSQL database. Write its URL there, such as"
                          + " postgresql://user:password@host:5432/database, then go on.")));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreFault(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /// Opens the store, wherever it is.
  public PersonStore open() throws StoreFault {
    Optional<PostgresUrl> server = server();
    return server.isPresent()
        ? PostgresPersonStore.open(server.get())
        : SqlitePersonStore.open(directory.personsFile());
  }

  /// Carries everything to a database, compares, and keeps persons there from now on if they are
  /// the same there. The file they were in stays as it is. The directory must be held.
  ///
  /// @throws StoreFault also if the database serves another pipeline: one that has read the log to
  ///   another place
  public PersonsMove.Result move(PostgresUrl to, LongConsumer progress)
      throws StoreFault, IOException {
    try (PersonStore here = open();
        PersonStore there = PostgresPersonStore.open(to)) {
      Map<Partition, Long> offsets = there.offsets();
      if (!offsets.isEmpty() && !offsets.equals(here.offsets())) {
        throw new StoreFault(
            to
                + " holds the persons of a pipeline already. Nothing was changed. Name another"
                + " database, or another schema of it (?currentSchema=).");
      }
      PersonsMove.Result result = new PersonsMove(here, there, progress).run();
      if (result.proved()) {
        PrivateFile.write(
            directory.personsUrlFile(), (to.jdbc() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return result;
    }
  }
}
