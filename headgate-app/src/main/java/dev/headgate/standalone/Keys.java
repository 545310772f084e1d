package dev.headgate.standalone;

import dev.headgate.admit.Project;
import dev.headgate.admit.Secret;
import dev.headgate.admit.TeamMember;
import dev.headgate.event.JsonBytes;
import dev.headgate.event.ProjectToken;
import dev.headgate.json.JsonCursor;
import dev.headgate.json.JsonOutput;
import dev.headgate.json.MalformedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The secrets of an embedded pipeline, `keys.json`: made at the first start, never overwritten.
///
/// @param projectToken of the project `default`, as clients send it
/// @param customerKey for what a customer may see and do in that project
/// @param pipelineKey for everything
public record Keys(ProjectToken projectToken, String customerKey, String pipelineKey) {
  private static final int USUAL_BYTES = 256;

  /// Reads the keys.
  ///
  /// @return empty before the first start
  public static Optional<Keys> read(Path file) throws IOException, KeysFault {
    try {
      return Optional.of(parse(JsonBytes.owning(Files.readAllBytes(file))));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (MalformedJson | IllegalArgumentException e) {
      throw new KeysFault(
          file + " is not readable as keys: " + e.getMessage(),
          "restore it, or delete it to have new keys made; clients need the new token then");
    }
  }

  /// Reads the keys, or makes them at the first start. Only for the process that holds the data
  /// directory.
  ///
  /// @param wanted the token to use; whatever was made before must be the same
  /// @param random outside tests a `SecureRandom`
  public static Keys readOrMake(Path file, Optional<ProjectToken> wanted, RandomGenerator random)
      throws IOException, KeysFault {
    Optional<Keys> made = read(file);
    if (made.isEmpty()) {
      Keys keys = make(wanted, random);
      PrivateFile.write(file, keys.json());
      return keys;
    }
    if (wanted.isPresent() && !wanted.get().equals(made.get().projectToken())) {
      throw new KeysFault(
          file + " has another project token than the one given",
          "start without --project-token, or use another data directory; 'project add NAME --token"
              + " T' makes a second project");
    }
    return made.get();
  }

  private static Keys make(Optional<ProjectToken> wanted, RandomGenerator random) {
    return new Keys(
        wanted.orElseGet(() -> new ProjectToken(Secret.make(Project.TOKEN_PREFIX, random))),
        Secret.make(Project.CUSTOMER_KEY_PREFIX, random),
        Secret.make(TeamMember.KEY_PREFIX, random));
  }

  private byte[] json() {
    JsonOutput out = new JsonOutput(USUAL_BYTES);
    out.ascii("{\"project_token\":").string(projectToken.value());
    out.ascii(",\"customer_key\":").string(customerKey);
    out.ascii(",\"pipeline_key\":").string(pipelineKey);
    return out.ascii("}\n").toByteArray();
  }

  private static Keys parse(JsonBytes json) throws MalformedJson {
    String token = "";
    String customer = "";
    String pipeline = "";
    JsonCursor members = JsonCursor.object(json);
    while (members.next()) {
      switch (members.name()) {
        case "project_token" -> token = members.text();
        case "customer_key" -> customer = members.text();
        case "pipeline_key" -> pipeline = members.text();
        default -> {}
      }
    }
    if (token.isEmpty() || customer.isEmpty() || pipeline.isEmpty()) {
      throw new MalformedJson("project_token, customer_key or pipeline_key is missing");
    }
    return new Keys(new ProjectToken(token), customer, pipeline);
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Keys[...]";
  }
}
