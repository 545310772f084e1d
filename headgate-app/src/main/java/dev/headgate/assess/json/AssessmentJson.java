package dev.headgate.assess.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.headgate.assess.Assessment;
import dev.headgate.assess.Identities;
import dev.headgate.assess.Load;
import dev.headgate.assess.PropertyFindings;
import dev.headgate.assess.Spread;
import dev.headgate.assess.Times;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Writes and reads an assessment as `assess --json` and `assessment.json` have it: the record's
/// names in snake_case, `null` for what is not there. Keys it does not know are passed over, so
/// that an older Headgate reads what a newer one wrote; a missing one is an error.
public final class AssessmentJson {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addMixIn(Assessment.class, Names.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(new OptionalTextWriter())
                  .addDeserializer(Optional.class, new OptionalTextReader()))
          .build();

  public JsonBytes write(Assessment assessment) {
    try {
      return JsonBytes.owning(mapper.writeValueAsBytes(assessment));
    } catch (JacksonException e) {
      throw new IllegalStateException("an assessment can always be written", e);
    }
  }

  /// Reads what {@link #write} wrote, or an older Headgate's, which looked at less.
  public Assessment read(JsonBytes json) throws MalformedJson {
    try {
      JsonNode tree = mapper.readTree(json.utf8());
      if (!(tree instanceof ObjectNode object)) {
        throw new MalformedJson("not an assessment: not an object");
      }
      if (object.has("event_types")) {
        addWhatCameLater(object);
      }
      return mapper.treeToValue(tree, Assessment.class);
    } catch (IOException e) {
      throw new MalformedJson("not an assessment: " + firstLine(e));
    }
  }

  private void addWhatCameLater(ObjectNode assessment) {
    Map<String, Object> groups =
        Map.of(
            "load", Load.NONE,
            "identities", Identities.NONE,
            "times", Times.NONE,
            "properties", PropertyFindings.NONE);
    groups.forEach((name, nothing) -> {
      if (!assessment.has(name)) {
        assessment.set(name, mapper.valueToTree(nothing));
      }
    });
    for (JsonNode type : assessment.path("event_types")) {
      if (type instanceof ObjectNode object && !object.has("bytes")) {
        object.put("bytes", 0).put("cost_share", 0.0);
        object.set("size", mapper.valueToTree(Spread.NONE));
      }
    }
  }

  private static String firstLine(IOException e) {
    String message =
        e instanceof JacksonException known ? known.getOriginalMessage() : "unreadable";
    return message.lines().findFirst().orElse("unreadable");
  }

  /// Where a digit hides the border of a word from the naming strategy.
  private interface Names {
    @JsonProperty("before_1971")
    long before1971();
  }

  private static final class OptionalTextWriter extends StdSerializer<Optional<?>> {
    OptionalTextWriter() {
      super(TypeFactory.defaultInstance().constructType(Optional.class));
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeObject(value.orElse(null));
    }
  }

  private static final class OptionalTextReader extends StdDeserializer<Optional<?>> {
    OptionalTextReader() {
      super((JavaType) null);
    }

    @Override
    public Optional<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return Optional.of(in.getText());
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
