@NullMarked
package dev.headgate.admit.sqlite;

import org.jspecify.annotations.NullMarked;
