package dev.headgate.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.headgate.admit.ControlFault;
import dev.headgate.eventlog.LogFault;
import dev.headgate.json.MalformedJson;
import dev.headgate.store.StoreFault;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How routes of the API answer: with a document or with lines, to a caller who is known, and with
/// `{"error":{"what","where","next","exit_code"}}` where they cannot.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Access access;

  Answers(Access access) {
    this.access = access;
  }

  /// Answers a request with a document.
  interface Answering {
    JsonNode answer(ServerRequest request, Access.Caller caller)
        throws Refusal, ControlFault, StoreFault, LogFault, MalformedJson, IOException;
  }

  /// Answers a request with lines.
  interface Streaming {
    void answer(ServerRequest request, Access.Caller caller, LineOutput out)
        throws Refusal, ControlFault, StoreFault;
  }

  Handler document(Answering route) {
    return (request, response) -> {
      try {
        send(response, 200, route.answer(request, access.of(request)));
      } catch (Refusal e) {
        refuse(request, response, e);
      } catch (MalformedJson | JsonProcessingException e) {
        refuse(
            request,
            response,
            new Refusal(400, 2, "not the JSON it should be: " + e.getMessage(), ""));
      } catch (ControlFault | StoreFault | LogFault | IOException e) {
        refuse(request, response, fault(request, e));
      }
    };
  }

  Handler lines(Streaming route) {
    return (request, response) -> {
      LineOutput out = new LineOutput(response);
      try {
        route.answer(request, access.of(request), out);
        out.end();
      } catch (Refusal e) {
        if (!out.begun()) {
          refuse(request, response, e);
        }
      } catch (ControlFault | StoreFault e) {
        Refusal fault = fault(request, e);
        if (!out.begun()) {
          refuse(request, response, fault);
        }
        // Else the end mark is missing, and the reader knows that it has not seen all.
        out.abandon();
      }
    };
  }

  private static Refusal fault(ServerRequest request, Exception e) {
    LOG.warn(
        "{} {} is answered with what is wrong: {}",
        request.prologue().method().text(),
        request.prologue().uriPath().rawPath(),
        e.getMessage(),
        e.getCause());
    return new Refusal(
        500,
        1,
        String.valueOf(e.getMessage()),
        "see what the pipeline printed; run the command again when it is mended");
  }

  private static void refuse(ServerRequest request, ServerResponse response, Refusal refusal) {
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("error")
        .put("what", String.valueOf(refusal.getMessage()))
        .put("where", refusal.where().orElse(request.path().path()))
        .put("next", refusal.next())
        .put("exit_code", refusal.exitCode());
    send(response, refusal.status(), answer);
  }

  private static void send(ServerResponse response, int status, JsonNode answer) {
    response
        .status(Status.create(status))
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(answer.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// The document that a request brings; an empty one if it brings nothing.
  static JsonNode body(ServerRequest request) throws IOException {
    byte[] bytes = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
  }

  static String parameter(ServerRequest request, String name) {
    return request.path().pathParameters().get(name);
  }
}
