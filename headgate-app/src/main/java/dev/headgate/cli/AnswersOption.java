package dev.headgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.headgate.admit.AnswersFile;
import dev.headgate.json.MalformedYaml;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file of answers, as a command is given it.
final class AnswersOption {
  private AnswersOption() {}

  /// The answers as a document; ends the command where the file is not what it should be.
  static JsonNode read(Path file) throws IOException {
    try {
      if (Files.size(file) > AnswersFile.MAX_CHARACTERS) {
        throw wrong("this is no file of answers: it is too long", file.toString());
      }
      return Screen.tree(AnswersFile.read(Files.readString(file)).toJson().toString());
    } catch (MalformedYaml e) {
      throw wrong(String.valueOf(e.getMessage()), file + ", line " + e.line());
    } catch (NoSuchFileException e) {
      throw wrong("there is no such file", file.toString());
    } catch (CharacterCodingException e) {
      throw wrong("it is not text in UTF-8", file.toString());
    }
  }

  private static CommandStop wrong(String what, String where) {
    return new CommandStop(
        ExitCode.USAGE,
        what,
        where,
        "headgate request --template has every question and what an answer looks like.");
  }
}
