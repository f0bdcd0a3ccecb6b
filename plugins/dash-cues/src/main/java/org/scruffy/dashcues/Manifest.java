package org.scruffy.dashcues;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.scruffy.spi.feed.Cue;
import org.scruffy.spi.scte35.BreakMessage;

/** One reading of an MPD (ISO/IEC 23009-1). Nothing outside the document is looked at, and no document type is. */
final class Manifest {

    private static final Set<String> SCHEMES = Set.of("urn:scte:scte35:2013:xml", "urn:scte:scte35:2014:xml+bin");
    private static final int DEEPEST = 100;
    private static final XMLInputFactory FACTORY = factory();

    /** @param first whether it is the first of its period */
    private record Event(
            int period, boolean first, Instant periodStart, Instant at, Duration length, BreakMessage message) {}

    private final XMLStreamReader xml;
    private final List<Event> events = new ArrayList<>();
    private Instant available = Instant.EPOCH;
    private int periods;
    private int seenInPeriod;
    private Duration start = Duration.ZERO;
    private Duration next = Duration.ZERO;
    private Element stream = new Element("", Map.of());
    private Optional<Element> event = Optional.empty();
    private SectionXml section = new SectionXml();

    Manifest(String mpd) throws XMLStreamException {
        xml = FACTORY.createXMLStreamReader(new StringReader(mpd));
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("http://javax.xml.XMLConstants/property/accessExternalDTD", "");
        return factory;
    }

    List<Cue> cues() throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext() && depth < DEEPEST) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    start(Element.at(xml));
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    end(xml.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> section.text(xml.getText());
                default -> {
                    // comments and the like
                }
            }
        }
        return events.stream().flatMap(one -> cue(one).stream()).toList();
    }

    private void start(Element element) {
        switch (element.name()) {
            case "MPD" -> available = element.date("availabilityStartTime").orElse(Instant.EPOCH);
            case "Period" -> period(element);
            case "EventStream" -> stream = element;
            case "Event" -> {
                event = Optional.of(element);
                section = new SectionXml();
            }
            default -> section.start(element);
        }
    }

    /** A period without a start begins where the one before it ends. */
    private void period(Element element) {
        periods++;
        seenInPeriod = 0;
        start = element.duration("start").orElse(next);
        next = start.plus(element.duration("duration").orElse(Duration.ZERO));
    }

    private void end(String name) {
        if (name.equals("Event") && event.isPresent()) {
            if (SCHEMES.contains(stream.text("schemeIdUri"))) {
                event(event.get());
            }
            event = Optional.empty();
        }
        section.end(name);
    }

    private void event(Element element) {
        long timescale = Math.max(1, stream.number("timescale").orElse(1));
        long ticks = element.number("presentationTime").orElse(0)
                - stream.number("presentationTimeOffset").orElse(0);
        BreakMessage message = section.message();
        // MediaTailor's order: the event's own length, then what its message says
        Duration length = element.number("duration").isPresent()
                ? Element.seconds(element.number("duration").getAsLong(), timescale)
                : message.length();
        Instant periodStart = available.plus(start);
        events.add(new Event(
                periods,
                seenInPeriod++ == 0,
                periodStart,
                periodStart.plus(Element.seconds(ticks, timescale)),
                length,
                message));
    }

    private Optional<Cue> cue(Event one) {
        boolean several = periods > 1;
        if (several && !one.first()) {
            return Optional.empty();
        }
        Instant at = several ? one.periodStart() : one.at();
        String event =
                one.message().event().isEmpty() ? "unreadable" : one.message().event();
        String key = "dash-" + event + "-" + at;
        return switch (one.message().meaning()) {
            case OUT -> Optional.of(new Cue(key, Cue.Type.OUT, at, one.length()));
            // nobody can say what it is about, but somebody signals something
            case UNREADABLE -> several ? Optional.empty() : Optional.of(new Cue(key, Cue.Type.OUT, at, one.length()));
            case IN, CANCELLED -> Optional.of(new Cue("in-" + key, Cue.Type.IN, at, Duration.ZERO));
            case OTHER -> Optional.empty();
        };
    }
}
