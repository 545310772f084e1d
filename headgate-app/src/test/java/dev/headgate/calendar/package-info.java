@NullMarked
package dev.headgate.calendar;

import org.jspecify.annotations.NullMarked;
