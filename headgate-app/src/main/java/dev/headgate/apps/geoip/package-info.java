/// Where addresses are, from a MaxMind DB file, for {@code apps}.
@NullMarked
package dev.headgate.apps.geoip;

import org.jspecify.annotations.NullMarked;
