package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.Program;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Timeslot;

/** XMLTV: the programs, for listing services. It has no breaks. */
final class XmltvExport implements ScheduleExport {

    static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss xx", Locale.ROOT);
    static final String NOLA = "nola";

    @Override
    public String name() {
        return "xmltv";
    }

    @Override
    public String title() {
        return "XMLTV";
    }

    @Override
    public String mediaType() {
        return "application/xml";
    }

    @Override
    public String suffix() {
        return "xml";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        String channel = clock.feed().name() + "." + clock.station().toLowerCase(Locale.ROOT);
        Iterator<Timeslot> each = slots.iterator();
        Writing.to(
                out,
                xml -> xml.element("tv", new String[] {"generator-info-name", "Scruffy"}, () -> {
                    xml.element(
                            "channel",
                            new String[] {"id", channel},
                            () -> xml.text("display-name", clock.feed().title()));
                    while (each.hasNext()) {
                        programme(xml, clock, channel, each.next());
                    }
                }));
    }

    private static void programme(Writing xml, FeedClock clock, String channel, Timeslot slot)
            throws XMLStreamException {
        String[] attributes = {"start", time(clock, slot.start()), "stop", time(clock, slot.end()), "channel", channel};
        Program program = slot.program();
        xml.element("programme", attributes, () -> {
            xml.text("title", program.title());
            xml.text("sub-title", program.episode());
            xml.text("episode-num", program.nola(), "system", NOLA);
        });
    }

    private static String time(FeedClock clock, Instant at) {
        return TIME.format(at.atZone(clock.zone()));
    }
}
