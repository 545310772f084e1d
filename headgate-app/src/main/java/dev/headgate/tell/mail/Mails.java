package dev.headgate.tell.mail;

import dev.headgate.tell.Delivery;
import dev.headgate.tell.Message;
import dev.headgate.tell.Smtp;
import dev.headgate.tell.Target;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/// Hands mails to a mail server, each over a connection of its own. A mail goes to all addresses of
/// a target or to none.
public final class Mails {
  /// How long a try may take.
  ///
  /// @param connect until there is a connection
  /// @param step for each thing that is said to the server, and its answer
  public record Limits(Duration connect, Duration step) {
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  private final Limits limits;

  public Mails(Limits limits) {
    this.limits = limits;
  }

  /// Tries once.
  ///
  /// @param id of the message at the target; the mail's Message-ID is made of it
  public Delivery deliver(Smtp server, Target.Mail to, String id, Message message) {
    Session session = Session.getInstance(properties(server));
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(session, server, to, id, message);
      if (server.login().isPresent()) {
        Smtp.Login login = server.login().get();
        transport.connect(server.host(), server.port(), login.user(), login.password());
      } else {
        transport.connect();
      }
      transport.sendMessage(mail, mail.getAllRecipients());
      return new Delivery.Made();
    } catch (AuthenticationFailedException e) {
      return new Delivery.Failed("the mail server does not know this user with this password");
    } catch (MessagingException e) {
      return new Delivery.Failed("the mail server does not take it: " + firstLine(e));
    }
  }

  private Properties properties(Smtp server) {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", Integer.toString(server.port()));
    properties.setProperty("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
    properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(server.startTls()));
    properties.setProperty("mail.smtp.starttls.required", Boolean.toString(server.startTls()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.connectiontimeout", millis(limits.connect()));
    properties.setProperty("mail.smtp.timeout", millis(limits.step()));
    properties.setProperty("mail.smtp.writetimeout", millis(limits.step()));
    return properties;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }

  private static MimeMessage mail(
      Session session, Smtp server, Target.Mail to, String id, Message message)
      throws MessagingException {
    MimeMessage mail =
        new Identified(session, id + server.from().substring(server.from().indexOf('@')));
    mail.setFrom(new InternetAddress(server.from()));
    mail.setRecipients(MimeMessage.RecipientType.TO, addresses(to));
    mail.setSubject(message.headline(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(message.at()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setText(text(message), StandardCharsets.UTF_8.name());
    mail.saveChanges();
    return mail;
  }

  private static InternetAddress[] addresses(Target.Mail to) throws AddressException {
    List<InternetAddress> addresses = new ArrayList<>();
    for (String address : to.addresses()) {
      addresses.add(new InternetAddress(address));
    }
    return addresses.toArray(InternetAddress[]::new);
  }

  private static String text(Message message) {
    StringBuilder text = new StringBuilder();
    text.append(message.text()).append("\n\n").append(message.link()).append("\n\n");
    message
        .entry()
        .ifPresent(entry -> {
          line(text, "what", entry.subject() + " " + entry.step());
          line(text, "state", entry.to());
          line(text, "who", entry.actor() + ", " + entry.role());
          line(text, "from", entry.address());
          line(text, "why", entry.why());
          line(text, "saw", entry.saw());
          line(text, "entry", entry.sequence() + ":" + entry.hash());
        });
    line(text, "at", message.at().toString());
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(name).append(": ").append(value).append('\n');
    }
  }

  private static String firstLine(MessagingException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }

  /// A mail whose Message-ID is given.
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + ">");
    }
  }
}
