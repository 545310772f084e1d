package dev.headgate.standalone;

import dev.headgate.assess.Assessment;
import dev.headgate.assess.json.AssessmentJson;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.LoadTestDesk;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.loadtest.LoadTestPlan;
import dev.headgate.loadtest.file.PlanText;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.json.PlanJson;
import dev.headgate.send.Checkpoint;

/// The texts in which the control plane keeps what other rooms know how to read and write.
final class ControlTexts {
  private ControlTexts() {}

  /// Those of imports.
  static ControlDesk.Codec ofImports() {
    AssessmentJson assessments = new AssessmentJson();
    PlanJson plans = new PlanJson();
    return new ControlDesk.Codec() {
      @Override
      public Assessment assessment(JsonBytes json) throws MalformedJson {
        return assessments.read(json);
      }

      @Override
      public ImportPlan plan(JsonBytes json) throws MalformedJson {
        return plans.read(json);
      }

      @Override
      public JsonBytes plan(ImportPlan plan) {
        return plans.write(plan);
      }

      @Override
      public long events(JsonBytes checkpoint) throws MalformedJson {
        return Checkpoint.of(checkpoint).read().events();
      }
    };
  }

  /// Those of load tests.
  static LoadTestDesk.Codec ofLoadTests() {
    return new LoadTestDesk.Codec() {
      @Override
      public LoadTestPlan plan(JsonBytes json) throws MalformedJson {
        return PlanText.read(json);
      }

      @Override
      public JsonBytes plan(LoadTestPlan plan) {
        return PlanText.write(plan);
      }
    };
  }
}
