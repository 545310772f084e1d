package dev.headgate.plan.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.pace.Stage;
import dev.headgate.plan.ImportPlan;
import dev.headgate.plan.SimulatedRun;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

/// Writes and reads a plan as `plan.json` and `import --json` have it: the records' names in
/// snake_case, durations in seconds, exact to the nanosecond. Keys it does not know are passed
/// over; a missing one is an error.
public final class PlanJson {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .addMixIn(Stage.class, StageNames.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(new SecondsWriter())
                  .addDeserializer(Duration.class, new SecondsReader()))
          .build();

  public JsonBytes write(ImportPlan plan) {
    try {
      return JsonBytes.owning(mapper.writeValueAsBytes(plan));
    } catch (JacksonException e) {
      throw new IllegalStateException("a plan can always be written", e);
    }
  }

  /// Reads what {@link #write} wrote, or an older Headgate's, which simulated nothing, or did not
  /// say that it ends, or why its peak is what it is.
  public ImportPlan read(JsonBytes json) throws MalformedJson {
    try {
      JsonNode tree = mapper.readTree(json.utf8());
      if (!(tree instanceof ObjectNode plan)) {
        throw new MalformedJson("not a plan: not an object");
      }
      if (!plan.has("peak_reason")) {
        plan.put("peak_reason", "");
      }
      if (!plan.has("simulation")) {
        plan.set("simulation", mapper.valueToTree(SimulatedRun.NONE));
      }
      if (plan.get("simulation") instanceof ObjectNode simulation && !simulation.has("ends")) {
        simulation.put("ends", true);
      }
      return mapper.treeToValue(tree, ImportPlan.class);
    } catch (IOException e) {
      throw new MalformedJson("not a plan: " + firstLine(e));
    }
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JacksonException known ? known.getOriginalMessage() : "unreadable";
    return message.lines().findFirst().orElse("unreadable");
  }

  private interface StageNames {
    @JsonProperty("duration_seconds")
    Duration duration();
  }

  private static final class SecondsWriter extends StdSerializer<Duration> {
    SecondsWriter() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      BigDecimal seconds =
          BigDecimal.valueOf(value.getSeconds()).add(BigDecimal.valueOf(value.getNano(), 9));
      out.writeNumber(seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString());
    }
  }

  private static final class SecondsReader extends StdDeserializer<Duration> {
    SecondsReader() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser in, DeserializationContext context) throws IOException {
      BigDecimal[] seconds = in.getDecimalValue().divideAndRemainder(BigDecimal.ONE);
      return Duration.ofSeconds(seconds[0].longValue(), seconds[1].movePointRight(9).longValue());
    }
  }
}
