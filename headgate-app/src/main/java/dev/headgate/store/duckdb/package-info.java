/// Events in DuckDB: one file, one writer, whole segments at a time.
@NullMarked
package dev.headgate.store.duckdb;

import org.jspecify.annotations.NullMarked;
