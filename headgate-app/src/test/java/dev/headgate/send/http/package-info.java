@NullMarked
package dev.headgate.send.http;

import org.jspecify.annotations.NullMarked;
