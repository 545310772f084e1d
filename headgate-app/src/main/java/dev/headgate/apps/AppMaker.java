package dev.headgate.apps;

import dev.headgate.apps.Expressions.BadExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes chains of what files define.
public final class AppMaker {
  private final Expressions expressions;
  private final HashKey key;
  private final Function<String, Places> databases;
  private final Function<String, AppMeter> meters;

  /// @param key of the project
  /// @param databases the places of a database file, by its path; one that cannot be read fails
  ///   when it is asked
  /// @param meters of an app, by its name
  public AppMaker(
      Expressions expressions,
      HashKey key,
      Function<String, Places> databases,
      Function<String, AppMeter> meters) {
    this.expressions = expressions;
    this.key = key;
    this.databases = databases;
    this.meters = meters;
  }

  /// A chain of these apps, in this order.
  ///
  /// @throws BadExpression an expression that does not compile; {@link AppsFile} lets none through
  public AppChain chain(List<AppDefinition> definitions) throws BadExpression {
    List<AppChain.Step> steps = new ArrayList<>();
    for (AppDefinition each : definitions) {
      Optional<Expressions.Condition> when =
          each.when().isPresent()
              ? Optional.of(expressions.condition(each.when().get()))
              : Optional.empty();
      steps.add(
          new AppChain.Step(
              each.name(),
              app(each.work()),
              each.events(),
              when,
              each.onError(),
              meters.apply(each.name())));
    }
    return new AppChain(steps);
  }

  private App app(AppDefinition.Work work) throws BadExpression {
    return switch (work) {
      case AppDefinition.Drop _ -> Works.drop();
      case AppDefinition.SetValue set -> Works.set(set.property(), set.value());
      case AppDefinition.Compute compute ->
          Works.compute(compute.property(), expressions.computation(compute.expression()));
      case AppDefinition.Rename rename -> Works.rename(rename.from(), rename.to());
      case AppDefinition.Hash hash -> Works.hash(hash.properties(), key);
      case AppDefinition.Mask mask -> Works.mask(mask);
      case AppDefinition.GeoIp geoIp -> Works.geoIp(geoIp, databases.apply(geoIp.database()));
    };
  }
}
