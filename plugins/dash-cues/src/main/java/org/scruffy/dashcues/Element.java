package org.scruffy.dashcues;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLStreamReader;

/** The start of an element with its attributes, all without their namespaces: packagers write several, or none. */
record Element(String name, Map<String, String> attributes) {

    static Element at(XMLStreamReader xml) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return new Element(xml.getLocalName(), attributes);
    }

    String text(String name) {
        return attributes.getOrDefault(name, "").strip();
    }

    boolean flag(String name) {
        return text(name).equals("true") || text(name).equals("1");
    }

    /** Up to 18 digits. */
    OptionalLong number(String name) {
        return text(name).matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text(name))) : OptionalLong.empty();
    }

    Optional<Duration> duration(String name) {
        try {
            return text(name).isEmpty() ? Optional.empty() : Optional.of(Duration.parse(text(name)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<Instant> date(String name) {
        try {
            return Optional.of(OffsetDateTime.parse(text(name)).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static Duration seconds(long ticks, long timescale) {
        return Duration.ofNanos(BigDecimal.valueOf(ticks)
                .movePointRight(9)
                .divideToIntegralValue(BigDecimal.valueOf(timescale))
                .longValueExact());
    }
}
