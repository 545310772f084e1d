package dev.headgate.store.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.event.DistinctId;
import dev.headgate.event.Event;
import dev.headgate.event.EventId;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectId;
import dev.headgate.store.FactCollector;
import dev.headgate.store.PersonStore;
import dev.headgate.store.StoreFault;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The server may take its statistics at any moment, also when a table has just become empty and is
/// about to get many rows. Whatever it plans by them, no statement may read a table over and over.
class StaleStatisticsIT {
  private static final int MANY = 6_000;
  private static final String OF_MARKS =
      " WHERE schemaname = current_schema() AND relname = 'dirty'";

  private final PostgresServer server = PostgresServer.shared();
  private PostgresUrl url;

  @BeforeEach
  void open() throws Exception {
    url = server.emptySchema();
  }

  /// Counted are the pages of the index that were touched: some two for each mark that is written.
  @Test
  void marksAreDeletedWhereTheyAreWhenTheirTableWasEmptyAMomentAgo() throws Exception {
    try (PersonStore store = PostgresPersonStore.open(url)) {
      apply(store, 0);
      store.fold();
      try (Connection connection = DriverManager.getConnection(url.jdbc());
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM (ANALYZE, TRUNCATE false) dirty");
      }
      apply(store, MANY);
      store.fold();
    }
    try (Observer observer = new Observer(url)) {
      observer.await(
          "SELECT n_tup_del FROM pg_stat_user_tables" + OF_MARKS,
          deleted -> deleted >= 2L * MANY,
          "all deletions are told");
      assertThat(
              observer.number(
                  "SELECT idx_blks_hit + idx_blks_read FROM pg_statio_user_tables" + OF_MARKS))
          .isLessThan(20L * MANY);
    }
  }

  private static void apply(PersonStore store, int from) throws StoreFault {
    FactCollector collector = new FactCollector();
    for (int i = from; i < from + MANY; i++) {
      collector.add(
          ProjectId.DEFAULT,
          1,
          new Event(
              new EventId(1, i),
              "$identify",
              new DistinctId("user-" + i),
              1_000_000L * i,
              JsonBytes.of("{\"$anon_distinct_id\":\"device-" + i + "\"}")));
    }
    store.apply(collector.take(), Map.of());
  }
}
