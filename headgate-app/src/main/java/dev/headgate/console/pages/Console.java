package dev.headgate.console.pages;

import dev.headgate.admit.Actor;
import dev.headgate.admit.ControlFault;
import dev.headgate.admit.GrantLedger;
import dev.headgate.admit.ImportRecord;
import dev.headgate.admit.Subject;
import dev.headgate.admit.TrailEntry;
import dev.headgate.assess.Amounts;
import dev.headgate.console.CalendarDesk;
import dev.headgate.console.ControlDesk;
import dev.headgate.console.Governing;
import dev.headgate.console.KnownKeys;
import dev.headgate.console.Reports;
import dev.headgate.json.MalformedJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the console answers to whom: a visit comes in, and an answer goes out. Safe for threads.
///
/// Who may visit what stands in {@link ConsoleRoute}; an import of a project that somebody does not
/// see is not there for them.
public final class Console {
  static final String TOKEN = "form_token";
  static final String SEEN = "seen";
  static final String DONE = "done";
  static final String REFRESH = "refresh";
  static final int LONGEST_NAME = 60;

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final Pattern INSIDE =
      Pattern.compile("/console(/pace|/calendar|/imports/\\d{1,9})?");

  private final ControlDesk desk;
  private final KnownKeys keys;
  private final Governing governing;
  private final Reports reports;
  private final InstantSource clock;
  private final Sessions sessions;
  private final LoginLimit limit;
  private final ImportVisits imports;
  private final CalendarVisits calendar;
  private final ConsoleFiles files;

  public Console(
      ControlDesk desk,
      CalendarDesk calendar,
      ControlDesk.Codec codec,
      KnownKeys keys,
      GrantLedger ledger,
      Governing governing,
      Reports reports,
      RandomGenerator random,
      InstantSource clock) {
    this.desk = desk;
    this.keys = keys;
    this.governing = governing;
    this.reports = reports;
    this.clock = clock;
    this.sessions = new Sessions(random, clock);
    this.limit = new LoginLimit(clock);
    Progress.Look progress = new Progress.Look(desk.control(), ledger, governing);
    this.imports = new ImportVisits(desk, codec, reports, progress, governing, clock);
    this.calendar = new CalendarVisits(calendar, desk.control().imports(), reports, desk.eyes());
    this.files = new ConsoleFiles(reports.style());
  }

  Answer answer(Visit visit) {
    Optional<Session> session =
        visit.sessionId().flatMap(sessions::find).filter(known -> keys.stillHolds(known.holder()));
    try {
      return answer(visit, session);
    } catch (ControlFault e) {
      return wrong(visit, session, e, "Next: " + e.next() + ".");
    } catch (MalformedJson e) {
      return wrong(
          visit, session, e, "Who runs it sees what it printed. Try again when it is mended.");
    }
  }

  private static Answer wrong(Visit visit, Optional<Session> session, Exception e, String next) {
    String what = String.valueOf(e.getMessage());
    LOG.warn("{} is answered with what is wrong: {}. {}", visit.route().path(), what, next, e);
    return message(500, session, "Something is wrong in the pipeline", what, next);
  }

  private Answer answer(Visit visit, Optional<Session> session) throws ControlFault, MalformedJson {
    ConsoleRoute route = visit.route();
    if (route.isPost() && !visit.sameOrigin()) {
      return message(
          403,
          session,
          "This form is of another page",
          "Your browser says that another site sent it. Nothing was done.",
          "Open the console by its own address, and try again there.");
    }
    if (route.who() == ConsoleRoute.Who.EVERYBODY) {
      return toEverybody(visit, session);
    }
    if (session.isEmpty()) {
      return route.isPost()
          ? Answer.page(
              401,
              LoginPage.of("", inside(visit), "You are not logged in any more. Nothing was done."))
          : Answer.seeOther(
              ConsoleRoute.LOGIN_PAGE.path() + "?" + LoginPage.NEXT + "=" + inside(visit));
    }
    return toKnown(visit, session.get());
  }

  private Answer toEverybody(Visit visit, Optional<Session> session) {
    return switch (visit.route()) {
      case STYLE -> files.style();
      case SCRIPT -> files.script();
      case ICON -> files.icon();
      case LOGIN_PAGE ->
          session.isPresent()
              ? Answer.seeOther(ConsoleRoute.HOME)
              : Answer.page(200, LoginPage.of("", inside(visit.query(LoginPage.NEXT)), ""));
      case LOGIN -> login(visit);
      default -> Answer.seeOther(ConsoleRoute.HOME);
    };
  }

  private Answer login(Visit visit) {
    String name = visit.form().text(LoginPage.NAME);
    String next = inside(visit.form().text(LoginPage.NEXT));
    Optional<Duration> wait = limit.begin(visit.peer().network());
    if (wait.isPresent()) {
      String wrong =
          "Too many wrong keys came from your address. Try again in "
              + Amounts.count(Math.ceilDiv(wait.get().toMillis(), 1_000L), "second")
              + ".";
      return Answer.page(429, LoginPage.of(name, next, wrong)).retryAfter(wait.get());
    }
    Optional<KnownKeys.Holder> holder = keys.holder(visit.form().text(LoginPage.KEY));
    holder.ifPresent(_ -> limit.succeeded(visit.peer().network()));
    boolean saysWho = holder.flatMap(KnownKeys.Holder::member).isPresent();
    if (!saysWho && (name.isEmpty() || name.length() > LONGEST_NAME)) {
      String wrong = "Say who you are, in at most " + LONGEST_NAME + " characters.";
      return Answer.page(422, LoginPage.of("", next, wrong));
    }
    if (holder.isEmpty()) {
      return Answer.page(401, LoginPage.of(name, next, "This key is not known here."));
    }
    Actor actor = holder.get().actor(name);
    if (actor.role() == Actor.Role.PIPELINE_TEAM && !saysWho && keys.isMembers(name)) {
      String wrong =
          "This name is of a member of the team, and only their own key speaks for it. Log in with"
              + " that key, or under another name.";
      return Answer.page(422, LoginPage.of("", next, wrong));
    }
    visit.sessionId().ifPresent(sessions::close);
    String id = sessions.open(actor, holder.get());
    return Answer.seeOther(next).with(new Answer.Cookie(id));
  }

  /// Where to go after the login: a page of the console, whatever was asked for.
  private static String inside(Visit visit) {
    return visit.importNumber().isEmpty()
        ? inside(visit.route().path())
        : inside(ConsoleRoute.IMPORTS + visit.importNumber());
  }

  private static String inside(String path) {
    return INSIDE.matcher(path).matches() ? path : ConsoleRoute.HOME;
  }

  private Answer toKnown(Visit visit, Session session) throws ControlFault, MalformedJson {
    ConsoleRoute route = visit.route();
    if (route.isPost() && !visit.form().raw(TOKEN).equals(session.formToken())) {
      return message(
          403,
          Optional.of(session),
          "This form is out of date",
          "It was made before you logged in, or by another page. Nothing was done.",
          "Open the page anew, and try again there.");
    }
    Optional<SeenImport> seen = Optional.empty();
    if (route.isOfAnImport()) {
      seen = seen(visit.importNumber(), session);
      if (seen.isEmpty()) {
        return noSuchImport(session);
      }
    }
    if (route.who() == ConsoleRoute.Who.TEAM && !session.isTeam()) {
      return message(
          403,
          Optional.of(session),
          "This is for the pipeline team",
          "You are logged in with a customer's key. Nothing was done.",
          "Ask the pipeline team.");
    }
    return seen.isPresent()
        ? imports.answer(visit, session, seen.get())
        : ofPipeline(visit, session);
  }

  static Answer noSuchImport(Session session) {
    return message(
        404,
        Optional.of(session),
        "No such import",
        "There is no import of this number, or it is of another project.",
        "");
  }

  private Optional<SeenImport> seen(String number, Session session) throws ControlFault {
    return number.matches("\\d{1,9}")
        ? SeenImport.read(desk.control(), Integer.parseInt(number))
            .filter(seen -> session.sees(seen.record()))
        : Optional.empty();
  }

  private Answer ofPipeline(Visit visit, Session session) throws ControlFault, MalformedJson {
    return switch (visit.route()) {
      case LOGOUT -> {
        visit.sessionId().ifPresent(sessions::close);
        yield Answer.seeOther(ConsoleRoute.LOGIN_PAGE.path()).with(new Answer.Cookie(""));
      }
      case CALENDAR -> calendar.answer(visit, session);
      case PACE -> Answer.report(reports.ofPace(governing.trace()));
      default -> list(session);
    };
  }

  private Answer list(Session session) throws ControlFault, MalformedJson {
    Instant now = clock.instant();
    List<ImportRecord> seen =
        desk.control().imports().list().stream()
            .filter(session::sees)
            .sorted(ListPage.order(session, now))
            .toList();
    List<ListPage.Row> rows = new ArrayList<>();
    for (ImportRecord record : seen.subList(0, Math.min(ListPage.most(), seen.size()))) {
      rows.add(
          new ListPage.Row(
              record, imports.projectName(record), imports.events(record), since(record)));
    }
    return Answer.page(200, ListPage.of(session, rows, seen.size(), now));
  }

  private Instant since(ImportRecord record) throws ControlFault {
    return desk.control().trail().of(Subject.ofImport(record.number())).reversed().stream()
        .filter(entry -> !entry.from().equals(entry.to()))
        .map(TrailEntry::at)
        .findFirst()
        .orElse(record.createdAt());
  }

  private static Answer message(
      int status, Optional<Session> session, String title, String what, String next) {
    return Answer.page(status, Frame.message(session, title, what, next));
  }
}
