/// The plan as JSON, by Jackson. An {@link dev.headgate.plan.ImportPlan} comes in and its JSON goes
/// out, and back.
@NullMarked
package dev.headgate.plan.json;

import org.jspecify.annotations.NullMarked;
