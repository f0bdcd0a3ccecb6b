package org.scruffy.feed;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Watches the successive versions of one live manifest for violations of the {@link DashRule}s. It reads the text, not our values. */
public final class DashConformance {

    private static final Duration GAP = Duration.ofMillis(50);
    private static final int REMEMBERED = 4_000;

    /**
     * A broken rule.
     *
     * @param found what was found and what was expected
     */
    public record Violation(DashRule rule, String found) {}

    private record Seen(String length, String address) {}

    private record Manifest(Element root, List<Element> periods) {}

    private final Map<String, Seen> segments = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> newest = new LinkedHashMap<>();
    private final Map<String, String> starts = new LinkedHashMap<>();
    private Optional<Manifest> previous = Optional.empty();

    /** What is wrong with the next version, by itself and against all before it. It counts as published. */
    public List<Violation> next(String text) {
        List<Violation> violations = new ArrayList<>();
        examine(text, violations).ifPresent(this::remember);
        return violations;
    }

    /** What is wrong with a version without counting it as published. */
    public List<Violation> check(String text) {
        List<Violation> violations = new ArrayList<>();
        examine(text, violations);
        return violations;
    }

    private Optional<Manifest> examine(String text, List<Violation> violations) {
        Optional<Element> root =
                read(text).filter(element -> element.getNodeName().equals("MPD"));
        if (root.isEmpty()) {
            violations.add(new Violation(
                    DashRule.WELL_FORMED,
                    "it cannot be read: " + text.lines().findFirst().orElse("")));
            return Optional.empty();
        }
        Manifest manifest = new Manifest(root.get(), children(root.get(), "Period"));
        try {
            byItself(manifest, violations);
            previous.ifPresent(before -> against(before, manifest, violations));
            return Optional.of(manifest);
        } catch (DateTimeException | NumberFormatException | IndexOutOfBoundsException e) {
            violations.add(new Violation(DashRule.WELL_FORMED, "a value cannot be read: " + e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Element> read(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return Optional.of(
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (org.xml.sax.SAXException | java.io.IOException e) {
            return Optional.empty();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("Every Java reads XML", e);
        }
    }

    private static void byItself(Manifest manifest, List<Violation> violations) {
        Element root = manifest.root();
        boolean valid = root.hasAttribute("minimumUpdatePeriod") || root.hasAttribute("mediaPresentationDuration");
        if (!root.getAttribute("type").equals("dynamic")
                || !root.hasAttribute("availabilityStartTime")
                || !root.hasAttribute("publishTime")
                || !valid) {
            violations.add(new Violation(DashRule.LIVE, "the MPD has not all of them"));
        }
        Set<String> ids = new HashSet<>();
        Duration before = Duration.ofSeconds(-1);
        for (Element period : manifest.periods()) {
            if (period.getAttribute("start").isEmpty() || !ids.add(period.getAttribute("id"))) {
                add(violations, DashRule.PERIOD_NAMED, period, "has no start or an id that another one has");
                continue;
            }
            Duration start = Duration.parse(period.getAttribute("start"));
            if (start.compareTo(before) <= 0) {
                add(
                        violations,
                        DashRule.PERIODS_IN_ORDER,
                        period,
                        "starts at " + start + ", the one before at " + before);
            }
            before = start;
            byItself(period, Duration.parse(root.getAttribute("maxSegmentDuration")), violations);
        }
        meet(manifest.periods(), violations);
    }

    private static void byItself(Element period, Duration longest, List<Violation> violations) {
        Set<String> ids = new HashSet<>();
        for (Element representation : representations(period)) {
            String mime = ((Element) representation.getParentNode()).getAttribute("mimeType");
            boolean text = mime.equals("text/vtt");
            if (!ids.add(representation.getAttribute("id"))
                    || representation.getAttribute("bandwidth").isEmpty()
                    || mime.isEmpty()
                    || (!text && representation.getAttribute("codecs").isEmpty())) {
                add(violations, DashRule.REPRESENTATION_COMPLETE, period, "has not in " + name(representation));
            }
            Element list = list(representation);
            long timescale = number(list, "timescale");
            List<Element> pieces = pieces(list);
            if (pieces.size() != children(list, "SegmentURL").size()) {
                add(violations, DashRule.ADDRESS_EACH, period, "has not in " + name(representation));
            }
            long end = 0;
            for (Element piece : pieces) {
                if (number(piece, "t") < end - timescale / 1000) {
                    add(
                            violations,
                            DashRule.TIMES_RISE,
                            period,
                            name(representation) + " has a segment at " + number(piece, "t") + " before " + end);
                }
                end = number(piece, "t") + number(piece, "d");
                // rounded to whole seconds, as in playlists
                if (number(piece, "d") >= (longest.toMillis() + 500) * timescale / 1000) {
                    add(
                            violations,
                            DashRule.SHORT_ENOUGH,
                            period,
                            name(representation) + " has a segment of " + number(piece, "d") + " ticks");
                }
            }
        }
    }

    private static void meet(List<Element> periods, List<Violation> violations) {
        for (int i = 0; i + 1 < periods.size(); i++) {
            Element next = periods.get(i + 1);
            Duration start = Duration.parse(next.getAttribute("start"));
            for (Element representation : representations(periods.get(i))) {
                String type = ((Element) representation.getParentNode()).getAttribute("contentType");
                Duration off = start.minus(end(periods.get(i), representation));
                if (type.equals("video") && off.abs().compareTo(GAP) > 0) {
                    add(violations, DashRule.PERIODS_MEET, next, "is " + off + " off " + name(representation));
                }
            }
        }
    }

    private static Duration end(Element period, Element representation) {
        Element list = list(representation);
        List<Element> pieces = pieces(list);
        Element last = pieces.get(pieces.size() - 1);
        long ticks = number(last, "t") + number(last, "d") - number(list, "presentationTimeOffset");
        return Duration.parse(period.getAttribute("start"))
                .plusNanos(Math.round(ticks * 1e9 / number(list, "timescale")));
    }

    private void against(Manifest before, Manifest now, List<Violation> violations) {
        String zero = before.root().getAttribute("availabilityStartTime");
        if (!now.root().getAttribute("availabilityStartTime").equals(zero)) {
            violations.add(new Violation(DashRule.ZERO_STAYS, "availabilityStartTime was " + zero));
        }
        Instant published = Instant.parse(before.root().getAttribute("publishTime"));
        if (Instant.parse(now.root().getAttribute("publishTime")).isBefore(published)) {
            violations.add(new Violation(DashRule.PUBLISHED_LATER, "publishTime was " + published));
        }
        periods(before, now, violations);
        for (Element period : now.periods()) {
            representations(period).forEach(representation -> against(period, representation, violations));
        }
    }

    private void periods(Manifest before, Manifest now, List<Violation> violations) {
        List<String> was = ids(before);
        List<String> is = ids(now);
        for (Element period : now.periods()) {
            String known = starts.get(period.getAttribute("id"));
            if (known != null && !known.equals(period.getAttribute("start"))) {
                add(violations, DashRule.PERIOD_STAYS, period, "started at " + known);
            }
        }
        int from = is.isEmpty() ? -1 : was.indexOf(is.get(0));
        List<String> stay = from < 0 ? List.of() : was.subList(from, was.size());
        boolean all = stay.size() <= is.size() && is.subList(0, stay.size()).equals(stay);
        if (!all) {
            violations.add(new Violation(DashRule.PERIODS_APPENDED, "the Periods were " + was + " and are " + is));
        }
        List<String> added = is.subList(Math.min(stay.size(), is.size()), is.size());
        added.stream()
                .filter(starts::containsKey)
                .forEach(id -> violations.add(
                        new Violation(DashRule.PERIOD_STAYS, "Period " + id + " is back after it was gone")));
    }

    private void against(Element period, Element representation, List<Violation> violations) {
        String name = key(period, representation);
        Element list = list(representation);
        String header = headers.get(name);
        if (header != null && !header.equals(header(list))) {
            add(violations, DashRule.HEADER_STAYS, period, name(representation) + " had " + header);
        }
        String last = newest.get(name);
        List<Element> pieces = pieces(list);
        List<Element> addresses = children(list, "SegmentURL");
        for (int i = 0; i < Math.min(pieces.size(), addresses.size()); i++) {
            String time = pieces.get(i).getAttribute("t");
            Seen known = segments.get(name + ' ' + time);
            Seen seen = seen(pieces.get(i), addresses.get(i));
            if (known != null && !known.equals(seen)) {
                add(violations, DashRule.SEGMENT_STAYS, period, time + " was " + known + " and is " + seen);
            }
            if (known == null && last != null && Long.parseLong(time) < Long.parseLong(last)) {
                add(violations, DashRule.SEGMENTS_APPENDED, period, name(representation) + " has a new one at " + time);
            }
        }
        boolean shorter =
                last != null && !pieces.isEmpty() && number(pieces.get(pieces.size() - 1), "t") < Long.parseLong(last);
        if (shorter) {
            add(violations, DashRule.SEGMENTS_APPENDED, period, name(representation) + " lost its last one at " + last);
        }
    }

    private void remember(Manifest manifest) {
        previous = Optional.of(manifest);
        for (Element period : manifest.periods()) {
            starts.put(period.getAttribute("id"), period.getAttribute("start"));
            for (Element representation : representations(period)) {
                String name = key(period, representation);
                Element list = list(representation);
                headers.put(name, header(list));
                List<Element> pieces = pieces(list);
                List<Element> addresses = children(list, "SegmentURL");
                for (int i = 0; i < Math.min(pieces.size(), addresses.size()); i++) {
                    segments.put(name + ' ' + pieces.get(i).getAttribute("t"), seen(pieces.get(i), addresses.get(i)));
                    newest.put(name, pieces.get(i).getAttribute("t"));
                }
            }
        }
        List.of(segments, headers, newest, starts).forEach(DashConformance::forget);
    }

    private static void forget(Map<String, ?> known) {
        while (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private static Seen seen(Element piece, Element address) {
        return new Seen(piece.getAttribute("d"), address.getAttribute("media"));
    }

    /** A token in a query may change. */
    private static String header(Element list) {
        String map = children(list, "Initialization").stream()
                .findFirst()
                .map(section -> section.getAttribute("sourceURL").replaceAll("\\?.*", ""))
                .orElse("");
        return map + " " + list.getAttribute("timescale") + " " + list.getAttribute("presentationTimeOffset");
    }

    private static List<String> ids(Manifest manifest) {
        return manifest.periods().stream()
                .map(period -> period.getAttribute("id"))
                .toList();
    }

    private static List<Element> representations(Element period) {
        return children(period, "AdaptationSet").stream()
                .flatMap(set -> children(set, "Representation").stream())
                .toList();
    }

    private static Element list(Element representation) {
        return children(representation, "SegmentList").get(0);
    }

    private static List<Element> pieces(Element list) {
        return children(children(list, "SegmentTimeline").get(0), "S");
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element child && child.getNodeName().equals(name)) {
                children.add(child);
            }
        }
        return children;
    }

    private static long number(Element element, String attribute) {
        return Long.parseLong(element.getAttribute(attribute));
    }

    private static String name(Element representation) {
        return "Representation " + representation.getAttribute("id");
    }

    private static String key(Element period, Element representation) {
        return period.getAttribute("id") + ' ' + representation.getAttribute("id");
    }

    private static void add(List<Violation> violations, DashRule rule, Element period, String found) {
        violations.add(new Violation(rule, "Period " + period.getAttribute("id") + " " + found));
    }
}
