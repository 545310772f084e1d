package dev.headgate.admit;

import dev.headgate.admit.TrailCheck.Broken;
import dev.headgate.admit.TrailCheck.Damage;
import java.util.Locale;
import java.util.Optional;

/// Where the trail ends and which head is kept beside it, both of one moment. The head is written
/// after the entry is durable, so after a crash it may be one behind. It is never ahead, and never
/// two behind.
///
/// @param before the head before the latest entry
/// @param kept the head beside it
public record TrailEnds(TrailHead end, TrailHead before, HeadPlace.Kept kept) {

  /// How the head that is kept stands to the trail.
  public enum Standing {
    SAME,
    ONE_BEHIND,
    /// Neither: somebody else wrote one of them.
    DOUBTFUL;

    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Standing standing() {
    if (!(kept instanceof HeadPlace.Kept.At(TrailHead head))) {
      return Standing.DOUBTFUL;
    }
    if (head.equals(end)) {
      return Standing.SAME;
    }
    return end.sequence() > 0 && head.equals(before) ? Standing.ONE_BEHIND : Standing.DOUBTFUL;
  }

  /// What is wrong, if something is.
  public Optional<Broken> doubt() {
    if (standing() != Standing.DOUBTFUL) {
      return Optional.empty();
    }
    long last = end.sequence();
    return Optional.of(
        switch (kept) {
          case HeadPlace.Kept.Nothing _ ->
              new Broken(
                  Damage.HEAD_LOST, last, "the head that is kept beside the trail is missing");
          case HeadPlace.Kept.Foreign(String what) ->
              new Broken(
                  Damage.HEAD_LOST,
                  last,
                  "the head that is kept beside the trail is not this pipeline's: " + what);
          case HeadPlace.Kept.At(TrailHead head) when head.sequence() > last ->
              new Broken(
                  Damage.CUT_OFF,
                  last + 1,
                  head.sequence(),
                  TrailVerifier.between(last + 1, head.sequence())
                      + " missing at the end: the head that is kept names entry "
                      + head.sequence());
          case HeadPlace.Kept.At(TrailHead head) when head.sequence() < last - 1 ->
              new Broken(
                  Damage.INSERTED,
                  head.sequence() + 1,
                  last,
                  TrailVerifier.between(head.sequence() + 1, last)
                      + " more than the pipeline appended: the head that is kept names entry "
                      + head.sequence());
          case HeadPlace.Kept.At(TrailHead head) ->
              new Broken(
                  Damage.REPLACED,
                  head.sequence(),
                  "entry " + head.sequence() + " is not the one whose hash was kept");
        });
  }
}
