@NullMarked
package dev.headgate.apps;

import org.jspecify.annotations.NullMarked;
