/// Persons in SQLite: one file, one writer, readers beside it.
@NullMarked
package dev.headgate.store.sqlite;

import org.jspecify.annotations.NullMarked;
