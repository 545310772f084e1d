package dev.headgate.apps.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.headgate.apps.AppFailure;
import dev.headgate.apps.Expressions.BadExpression;
import dev.headgate.apps.Expressions.Computation;
import dev.headgate.apps.Expressions.Condition;
import dev.headgate.apps.PassingEvent;
import dev.headgate.event.JsonBytes;
import java.util.Optional;

/// Google's CEL, set up as {@link CelExpressions} says. Its libraries take a moment to load.
final class CelEngine {
  private static final int MAX_TURNS = 200;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 1000;
  private static final int MAX_PATTERN = 1000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(CelExpressions.MAX_CHARACTERS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_TURNS)
          .maxRegexProgramSize(MAX_PATTERN)
          .enableHeterogeneousNumericComparisons(true)
          .enableOptionalSyntax(true)
          .build();

  private final CelRuntime runtime;

  CelEngine() {
    this.runtime =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .build();
  }

  private static CelCompiler compiler(Optional<CelType> result) {
    var builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.HAS,
                CelStandardMacro.ALL,
                CelStandardMacro.EXISTS,
                CelStandardMacro.EXISTS_ONE,
                CelStandardMacro.FILTER)
            .addLibraries(CelExtensions.optional(), CelExtensions.strings())
            .addVar(EventVariables.EVENT, SimpleType.STRING)
            .addVar(EventVariables.DISTINCT_ID, SimpleType.STRING)
            .addVar(EventVariables.TIMESTAMP, SimpleType.TIMESTAMP)
            .addVar(EventVariables.PROPERTIES, MapType.create(SimpleType.STRING, SimpleType.DYN));
    result.ifPresent(builder::setResultType);
    return builder.build();
  }

  Condition condition(String text) throws BadExpression {
    CelRuntime.Program program = program(text, Optional.of(SimpleType.BOOL));
    return event -> {
      if (evaluated(program, event) instanceof Boolean answer) {
        return answer;
      }
      throw new AppFailure("the condition is neither true nor false");
    };
  }

  Computation computation(String text) throws BadExpression {
    CelRuntime.Program program = program(text, Optional.empty());
    return event -> {
      Object value = evaluated(program, event);
      Object present = value instanceof Optional<?> maybe ? maybe.orElse(null) : value;
      return present == null ? Optional.<JsonBytes>empty() : Optional.of(CelValues.toJson(present));
    };
  }

  private CelRuntime.Program program(String text, Optional<CelType> result) throws BadExpression {
    try {
      CelValidationResult compiled = compiler(result).compile(text);
      if (compiled.hasError()) {
        throw new BadExpression(why(compiled));
      }
      CelAbstractSyntaxTree tree = compiled.getAst();
      return runtime.createProgram(tree);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new BadExpression(String.valueOf(e.getMessage()));
    }
  }

  private static String why(CelValidationResult compiled) {
    CelIssue first = compiled.getErrors().getFirst();
    int column = first.getSourceLocation().getColumn();
    String where = column >= 0 ? "at character " + (column + 1) + ": " : "";
    return "the expression does not compile, " + where + first.getMessage();
  }

  private static Object evaluated(CelRuntime.Program program, PassingEvent event)
      throws AppFailure {
    if (event.propertyBytes() > CelExpressions.MAX_PROPERTY_BYTES) {
      throw new AppFailure(
          "the event has more than " + CelExpressions.MAX_PROPERTY_BYTES + " bytes of properties");
    }
    try {
      return program.eval(new EventVariables(event));
    } catch (CelEvaluationException e) {
      throw new AppFailure("the expression: " + e.getErrorCode());
    }
  }
}
