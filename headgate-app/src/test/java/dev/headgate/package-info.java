/// Rules of the whole house.
@NullMarked
package dev.headgate;

import org.jspecify.annotations.NullMarked;
