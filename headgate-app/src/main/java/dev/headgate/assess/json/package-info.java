/// The assessment as JSON, by Jackson. An {@link dev.headgate.assess.Assessment} comes in and its
/// JSON goes out, and back.
@NullMarked
package dev.headgate.assess.json;

import org.jspecify.annotations.NullMarked;
