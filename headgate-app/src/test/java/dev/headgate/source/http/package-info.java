@NullMarked
package dev.headgate.source.http;

import org.jspecify.annotations.NullMarked;
