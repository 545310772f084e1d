/// Exports that lie behind an address of the web. An address comes in; an object goes out whose
/// bytes come whole although connections break. It never knows what they mean.
@NullMarked
package dev.headgate.source.http;

import org.jspecify.annotations.NullMarked;
