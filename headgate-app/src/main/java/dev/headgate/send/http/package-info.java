/// Sends batches over HTTP with the JDK's client.
@NullMarked
package dev.headgate.send.http;

import org.jspecify.annotations.NullMarked;
