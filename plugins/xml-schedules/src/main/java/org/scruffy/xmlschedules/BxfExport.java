package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.scruffy.spi.schedule.AdBreak;
import org.scruffy.spi.schedule.Creative;
import org.scruffy.spi.schedule.FeedClock;
import org.scruffy.spi.schedule.ScheduleExport;
import org.scruffy.spi.schedule.Spot;
import org.scruffy.spi.schedule.Timeslot;

/**
 * A subset of BXF: a program is an event {@code Primary-ProgramHeader}, a break {@code NonPrimary}, a spot {@code Primary}. Every
 * event names its own broadcast date, so what airs after midnight stays on the day before where the broadcast day says so.
 */
final class BxfExport implements ScheduleExport {

    static final String NAMESPACE = "http://smpte-ra.org/schemas/2021/2017/BXF";
    static final String PROGRAM = "Primary-ProgramHeader";
    static final String BREAK = "NonPrimary";
    static final String SPOT = "Primary";

    @Override
    public String name() {
        return "bxf";
    }

    @Override
    public String title() {
        return "BXF (SMPTE 2021)";
    }

    @Override
    public String mediaType() {
        return "application/xml";
    }

    @Override
    public String suffix() {
        return "bxf";
    }

    @Override
    public void write(FeedClock clock, Stream<Timeslot> slots, OutputStream out) throws IOException {
        Iterator<Timeslot> each = slots.iterator();
        Writing.to(out, xml -> {
            xml.element("BxfMessage", () -> {
                xml.namespace(NAMESPACE);
                xml.element("BxfData", new String[] {"action", "add"}, () -> {
                    xml.element("Schedule", new String[] {"type", "Primary", "action", "add"}, () -> {
                        String[] channel = {"shortName", clock.feed().name(), "channelNumber", clock.station()};
                        xml.element(
                                "Channel",
                                channel,
                                () -> xml.text("Name", clock.feed().title()));
                        while (each.hasNext()) {
                            new Events(xml, clock).program(each.next());
                        }
                    });
                });
            });
        });
    }

    private record Event(String type, String key, String title, Instant start, Duration length) {}

    private record Events(Writing xml, FeedClock clock) {

        void program(Timeslot slot) throws XMLStreamException {
            event(
                    new Event(PROGRAM, "slot " + slot.start(), slot.program().title(), slot.start(), slot.length()),
                    () -> {
                        xml.element(
                                "ContentId",
                                () -> xml.text("HouseNumber", slot.program().nola()));
                        xml.text("Name", slot.program().title());
                        xml.text("EpisodeName", slot.program().episode());
                    });
            for (AdBreak adBreak : slot.breaks()) {
                adBreak(slot, adBreak);
            }
        }

        private void adBreak(Timeslot slot, AdBreak adBreak) throws XMLStreamException {
            String key = "break " + slot.start() + " " + adBreak.start();
            event(new Event(BREAK, key, adBreak.kind().name(), adBreak.start(), adBreak.capacity()), () -> {});
            Instant at = adBreak.start();
            for (Spot spot : adBreak.spots()) {
                Creative creative = spot.creative();
                event(new Event(SPOT, key + " spot " + at, creative.title(), at, creative.length()), () -> {
                    xml.element("ContentId", () -> xml.text("HouseNumber", creative.adId()));
                    xml.text("Name", creative.title());
                    xml.text("Advertiser", creative.underwriter());
                });
                at = at.plus(creative.length());
            }
        }

        /** The id of an event says nothing but which it is: the same event has the same id in every export. */
        private void event(Event event, Writing.Part content) throws XMLStreamException {
            UUID id = UUID.nameUUIDFromBytes(
                    (clock.station() + "/" + clock.feed().name() + " " + event.key()).getBytes(StandardCharsets.UTF_8));
            TimeCode code = TimeCode.of(clock.frames(), clock.perSeconds());
            String rate = clock.frames() + "/" + clock.perSeconds();
            xml.element("ScheduledEvent", () -> {
                xml.element("EventData", new String[] {"eventType", event.type(), "action", "add"}, () -> {
                    xml.element("EventId", () -> xml.text("EventId", "urn:uuid:" + id));
                    xml.text("EventTitle", event.title());
                    xml.element("StartDateTime", () -> {
                        String[] date = {
                            "broadcastDate",
                            clock.broadcastDay(event.start()).toString(),
                            "frameRate",
                            rate,
                            "utcOffset",
                            clock.zone().getRules().getOffset(event.start()).getId()
                        };
                        xml.element(
                                "SmpteDateTime",
                                date,
                                () -> xml.text(
                                        "SmpteTimeCode",
                                        code.ofTime(clock.local(event.start()).toLocalTime())));
                    });
                    xml.element(
                            "LengthOption",
                            () -> xml.element(
                                    "Duration",
                                    () -> xml.element(
                                            "SmpteDuration",
                                            new String[] {"frameRate", rate},
                                            () -> xml.text("SmpteTimeCode", code.ofLength(event.length())))));
                });
                xml.element("Content", content);
            });
        }
    }
}
