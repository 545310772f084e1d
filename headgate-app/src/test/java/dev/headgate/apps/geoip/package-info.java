@NullMarked
package dev.headgate.apps.geoip;

import org.jspecify.annotations.NullMarked;
