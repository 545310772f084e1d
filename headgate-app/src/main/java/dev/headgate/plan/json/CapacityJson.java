package dev.headgate.plan.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.headgate.event.JsonBytes;
import dev.headgate.json.MalformedJson;
import dev.headgate.plan.Capacity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/// Writes and reads a capacity as `capacity.json` and `calibrate --json` have it: the records'
/// names in snake_case. Keys it does not know are passed over; a missing one is an error.
public final class CapacityJson {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addModule(
              new SimpleModule()
                  .addSerializer(new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .build();

  public JsonBytes write(Capacity capacity) {
    try {
      return JsonBytes.owning(mapper.writeValueAsBytes(capacity));
    } catch (JacksonException e) {
      throw new IllegalStateException("a capacity can always be written", e);
    }
  }

  /// Reads what {@link #write} wrote.
  public Capacity read(JsonBytes json) throws MalformedJson {
    try {
      return mapper.readValue(json.utf8(), Capacity.class);
    } catch (IOException e) {
      String message =
          e instanceof JacksonException known ? known.getOriginalMessage() : "unreadable";
      throw new MalformedJson(
          "not a capacity: " + message.lines().findFirst().orElse("unreadable"));
    }
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      try {
        return Instant.parse(in.getText());
      } catch (DateTimeException e) {
        throw context.weirdStringException(in.getText(), Instant.class, "not a time");
      }
    }
  }
}
