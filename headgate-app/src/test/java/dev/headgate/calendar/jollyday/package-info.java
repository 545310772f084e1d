@NullMarked
package dev.headgate.calendar.jollyday;

import org.jspecify.annotations.NullMarked;
