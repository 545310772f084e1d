package dev.headgate.apps.cel;

import dev.headgate.apps.Expressions;
import org.jspecify.annotations.Nullable;

/// Expressions over `event` and `distinct_id` (strings), `timestamp` and `properties` (a map), with
/// CEL's standard functions, its optional values (`properties[?"plan"].orValue("none")`) and its
/// functions for strings.
///
/// What one evaluation may cost is bounded by construction, so it needs no timer, and an event that
/// is read again has the same outcome: the expression's length, the turns of its loops together,
/// the size of its patterns (which take linear time), and the bytes of properties it looks at.
/// `map` is left out: it could make a list of large texts.
///
/// Nothing is loaded before the first expression. Safe for threads.
public final class CelExpressions implements Expressions {
  /// Longest expression, in characters.
  public static final int MAX_CHARACTERS = 2000;

  /// Most bytes of properties of an event that expressions are asked about; on a larger one the app
  /// fails.
  public static final int MAX_PROPERTY_BYTES = 64 << 10;

  private @Nullable CelEngine engine;

  private synchronized CelEngine engine() {
    CelEngine loaded = engine;
    if (loaded == null) {
      loaded = new CelEngine();
      engine = loaded;
    }
    return loaded;
  }

  @Override
  public Condition condition(String text) throws BadExpression {
    return engine().condition(text);
  }

  @Override
  public Computation computation(String text) throws BadExpression {
    return engine().computation(text);
  }
}
