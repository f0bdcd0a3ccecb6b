package org.scruffy.feed;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A live DASH manifest (ISO/IEC 23009-1) of several Periods. Its text follows from these values alone.
 *
 * @param base of all addresses in it, relative to its own: the feed's folder
 * @param target seconds that no segment is longer than
 * @param depth how far back it lists
 * @param edge of what is listed: it serves as the time of publication, since it is later in every new version
 * @param ended whether nothing will follow
 */
record Mpd(String base, int target, Duration depth, Instant edge, boolean ended, List<Period> periods) {

    /** The zero of every presentation: what never changes need not be remembered. */
    static final Instant ZERO = Instant.EPOCH;

    /** Names the events that tell of spots. */
    static final String SPOTS = "urn:scruffy:spot:2026";

    private static final int DELAY_TARGETS = 3;

    /**
     * A run of the network's content, or a spot.
     *
     * @param spot empty where it is the network
     */
    record Period(DashPeriod place, Optional<SpotRange> spot, List<Track> tracks) {}

    /**
     * An AdaptationSet.
     *
     * @param id the same in all Periods
     * @param variants all that is known of its Representations
     */
    record Track(int id, Variant.Kind kind, String language, List<Representation> variants) {}

    /**
     * A Representation.
     *
     * @param header what its initialization section says, empty for text
     * @param map the address of that section, empty for text
     */
    record Representation(
            String name,
            long bandwidth,
            Optional<DashTrack> header,
            String codec,
            long timescale,
            String map,
            List<Piece> pieces) {}

    /** A segment, in ticks of its Representation. */
    record Piece(long time, long length, String uri) {}

    String text() {
        StringBuilder text = new StringBuilder(4096)
                .append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
                .append("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"urn:mpeg:dash:profile:full:2011\"")
                .append(" type=\"dynamic\" availabilityStartTime=\"" + ZERO + '"')
                .append(" publishTime=\"" + edge.truncatedTo(ChronoUnit.MILLIS) + '"')
                .append(
                        ended
                                ? " mediaPresentationDuration=\"" + duration(Duration.between(ZERO, edge)) + '"'
                                : " minimumUpdatePeriod=\"" + duration(Duration.ofMillis(target * 500L)) + '"')
                .append(" timeShiftBufferDepth=\"" + duration(depth) + '"')
                .append(" suggestedPresentationDelay=\"PT" + DELAY_TARGETS * target + "S\"")
                .append(" maxSegmentDuration=\"PT" + target + "S\" minBufferTime=\"PT" + target + "S\">\n")
                .append(" <BaseURL>" + escaped(base) + "</BaseURL>\n");
        periods.forEach(period -> period(period, text));
        if (!ended) {
            clock(text);
        }
        return text.append("</MPD>\n").toString();
    }

    /** Players set their clocks by the Date of this manifest; addresses are relative to the base. */
    private void clock(StringBuilder text) {
        text.append(" <UTCTiming schemeIdUri=\"urn:mpeg:dash:utc:http-head:2014\" value=\"../")
                .append(escaped(base.substring(0, base.length() - 1)))
                .append(".mpd\"/>\n");
    }

    private static void period(Period period, StringBuilder text) {
        text.append(" <Period id=\"" + period.place().number() + "\" start=\"")
                .append(duration(Duration.between(ZERO, period.place().start())))
                .append("\">\n");
        period.spot().ifPresent(spot -> event(period.place().number(), spot, text));
        period.tracks().forEach(track -> track(track, period.place(), text));
        text.append(" </Period>\n");
    }

    private static void event(long number, SpotRange spot, StringBuilder text) {
        String told = "{\"id\":\"" + spot.id() + "\",\"adId\":"
                + json(spot.spot().adId()) + ",\"title\":" + json(spot.spot().title()) + '}';
        text.append("  <EventStream schemeIdUri=\"" + SPOTS + "\" timescale=\"1000\"><Event id=\"" + number)
                .append("\" presentationTime=\"0\" duration=\"")
                .append(spot.aired().orElse(spot.planned()).toMillis())
                .append("\">" + escaped(told) + "</Event></EventStream>\n");
    }

    private static void track(Track track, DashPeriod place, StringBuilder text) {
        text.append("  <AdaptationSet id=\"" + track.id() + '"')
                .append(
                        switch (track.kind()) {
                            case PICTURE -> " contentType=\"video\" mimeType=\"video/mp4\"";
                            case SOUND -> " contentType=\"audio\" mimeType=\"audio/mp4\"";
                            case TEXT -> " contentType=\"text\" mimeType=\"text/vtt\"";
                        })
                .append(track.language().isEmpty() ? "" : " lang=\"" + escaped(track.language()) + '"')
                .append(" segmentAlignment=\"true\" startWithSAP=\"1\">\n")
                .append("   <Role schemeIdUri=\"urn:mpeg:dash:role:2011\" value=\"")
                .append(track.kind() == Variant.Kind.TEXT ? "subtitle" : "main")
                .append("\"/>\n");
        track.variants().forEach(variant -> representation(variant, place, text));
        text.append("  </AdaptationSet>\n");
    }

    private static void representation(Representation one, DashPeriod place, StringBuilder text) {
        text.append("   <Representation id=\"" + one.name() + "\" bandwidth=\"" + one.bandwidth() + '"');
        one.header().ifPresent(header -> header(one.codec(), header, text));
        text.append(">\n");
        one.header()
                .filter(header -> header.channels() > 0)
                .ifPresent(header -> text.append("    <AudioChannelConfiguration"
                                + " schemeIdUri=\"urn:mpeg:dash:23003:3:audio_channel_configuration:2011\" value=\"")
                        .append(header.channels())
                        .append("\"/>\n"));
        // these have their addresses from elsewhere, which no template could say
        text.append("    <SegmentList timescale=\"" + one.timescale() + "\" presentationTimeOffset=\"")
                .append(place.offset(one.timescale()))
                .append("\">\n");
        if (!one.map().isEmpty()) {
            text.append("     <Initialization sourceURL=\"" + escaped(one.map()) + "\"/>\n");
        }
        text.append("     <SegmentTimeline>");
        one.pieces().forEach(piece -> text.append("<S t=\"" + piece.time() + "\" d=\"" + piece.length() + "\"/>"));
        text.append("</SegmentTimeline>\n");
        one.pieces().forEach(piece -> text.append("     <SegmentURL media=\"" + escaped(piece.uri()) + "\"/>\n"));
        text.append("    </SegmentList>\n   </Representation>\n");
    }

    private static void header(String codec, DashTrack header, StringBuilder text) {
        text.append(" codecs=\"" + escaped(codec) + '"');
        if (header.height() > 0) {
            text.append(" width=\"" + header.width() + "\" height=\"" + header.height() + '"');
        } else {
            text.append(" audioSamplingRate=\"" + header.rate() + '"');
        }
    }

    /** An xs:duration in seconds, to the microsecond. */
    static String duration(Duration length) {
        BigDecimal seconds = BigDecimal.valueOf(length.getSeconds())
                .add(BigDecimal.valueOf(length.getNano() / 1000, 6))
                .stripTrailingZeros();
        return "PT" + seconds.toPlainString() + 'S';
    }

    private static String json(String words) {
        return '"' + words.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String escaped(String words) {
        return words.replaceAll("[\\p{Cntrl}\\uFFFE\\uFFFF]", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
