package org.scruffy.alert;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends mails by the SMTP server of the settings, each within half a minute. */
@ApplicationScoped
public class Mailer {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SMTP = 587;
    private static final int SMTPS = 465;

    private final Optional<URI> server;
    private final String from;
    private final Clock clock;

    protected Mailer() {
        this(Optional.empty(), Optional.empty(), null);
    }

    /**
     * @param url {@code smtp://user:password@mail.example.org:587}, encrypted where the server offers it and always where there is a
     *     password; {@code smtps://} from the first byte. Without one no mails are sent
     * @param from who mails are from
     */
    @Inject
    public Mailer(
            @ConfigProperty(name = "scruffy.smtp.url") Optional<String> url,
            @ConfigProperty(name = "scruffy.smtp.from") Optional<String> from,
            Clock clock) {
        this.server = url.filter(text -> !text.isBlank()).map(Mailer::server);
        this.from = from.filter(text -> !text.isBlank()).orElse("scruffy@localhost");
        this.clock = clock;
    }

    /** What cannot be read is not repeated: a password may be in it. */
    private static URI server(String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && ("smtp".equals(url.getScheme()) || "smtps".equals(url.getScheme()))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "scruffy.smtp.url cannot be read, expected smtp://user:password@host:port or smtps");
    }

    /** Why an address is none, empty where a mail can be sent to it. */
    public static String refusal(String address) {
        try {
            InternetAddress[] all = InternetAddress.parse(address, true);
            all[0].validate();
            return all.length == 1 && all[0].getAddress().indexOf('@') > 0 ? "" : "names no one mailbox";
        } catch (AddressException | ArrayIndexOutOfBoundsException e) {
            return "names no mailbox";
        }
    }

    void send(String to, String subject, String text) throws Undelivered {
        URI url = server.orElseThrow(
                () -> new Undelivered("No mail server: whoever runs Scruffy names one with SCRUFFY_SMTP_URL"));
        Properties settings = settings(url);
        Session session = Session.getInstance(settings);
        try (Transport transport = session.getTransport()) {
            MimeMessage mail = new MimeMessage(session);
            mail.setFrom(new InternetAddress(from));
            mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
            mail.setSubject(subject.replaceAll("\\s+", " "), "UTF-8");
            mail.setText(text, "UTF-8");
            mail.setSentDate(Date.from(clock.instant()));
            mail.saveChanges();
            connect(transport, url);
            transport.sendMessage(mail, mail.getAllRecipients());
        } catch (MessagingException e) {
            throw new Undelivered("The mail server " + url.getHost() + " did not take it: " + e.getMessage(), e);
        }
    }

    private static void connect(Transport transport, URI url) throws MessagingException {
        String account = url.getUserInfo();
        if (account == null) {
            transport.connect();
            return;
        }
        int colon = account.indexOf(':');
        transport.connect(
                colon < 0 ? account : account.substring(0, colon), colon < 0 ? "" : account.substring(colon + 1));
    }

    private static Properties settings(URI url) {
        boolean encrypted = url.getScheme().equals("smtps");
        String prefix = "mail." + url.getScheme() + ".";
        Properties settings = new Properties();
        settings.put("mail.transport.protocol", url.getScheme());
        settings.put(prefix + "host", url.getHost());
        settings.put(prefix + "port", Integer.toString(url.getPort() > 0 ? url.getPort() : encrypted ? SMTPS : SMTP));
        settings.put(prefix + "auth", Boolean.toString(url.getUserInfo() != null));
        settings.put(prefix + "starttls.enable", "true");
        settings.put(prefix + "starttls.required", Boolean.toString(!encrypted && url.getUserInfo() != null));
        settings.put(prefix + "ssl.checkserveridentity", "true");
        for (String step : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            settings.put(prefix + step, Long.toString(PATIENCE.toMillis()));
        }
        return settings;
    }
}
