package dev.headgate.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Path FOLDER =
      Path.of("src", "main", "java", "dev", "headgate", "console", "http");
  private static final Pattern ROUTE =
      Pattern.compile("[.](get|post|put|delete)[(]\\s*\"(/[^\"]*)\",\\s*answers[.]");

  private static JsonNode document() throws Exception {
    return new YAMLMapper().readTree(OpenApiRoute.document());
  }

  @Test
  void everyRouteIsDescribedAndNothingElse() throws Exception {
    TreeSet<String> described = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  if (!method.equals("parameters")) {
                    described.add(method + " " + path.getKey());
                  }
                }));
    TreeSet<String> routed = new TreeSet<>();
    try (Stream<Path> sources = Files.list(FOLDER)) {
      for (Path source : sources.toList()) {
        Matcher route = ROUTE.matcher(Files.readString(source));
        while (route.find()) {
          routed.add(route.group(1) + " " + route.group(2));
        }
      }
    }
    assertThat(routed).hasSizeGreaterThan(30);
    assertThat(described).isEqualTo(routed);
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryParameterOfAPathIsNamed() throws Exception {
    JsonNode document = document();
    List<String> references = new ArrayList<>();
    document.findValues("$ref").forEach(each -> references.add(each.asText()));
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
    document
        .path("paths")
        .properties()
        .forEach(path -> {
          List<String> named = new ArrayList<>();
          path.getValue().path("parameters").forEach(each -> named.add(each.path("name").asText()));
          List<String> inPath = new ArrayList<>();
          Matcher parameter = Pattern.compile("[{](\\w+)[}]").matcher(path.getKey());
          while (parameter.find()) {
            inPath.add(parameter.group(1));
          }
          assertThat(named).as(path.getKey()).isEqualTo(inPath);
        });
  }
}
