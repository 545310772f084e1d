/// Persons in PostgreSQL: any number of writers, one that folds at a time, readers beside them.
@NullMarked
package dev.headgate.store.postgresql;

import org.jspecify.annotations.NullMarked;
