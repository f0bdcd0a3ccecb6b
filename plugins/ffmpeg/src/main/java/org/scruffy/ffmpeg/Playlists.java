package org.scruffy.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.scruffy.spi.feed.Ladder;
import org.scruffy.spi.feed.Ladder.Container;
import org.scruffy.spi.feed.Ladder.Rung;
import org.scruffy.spi.feed.Probe;

/** Writes the playlists of a copy. */
record Playlists(Ladder ladder, Grid grid, Path folder) {

    private static final String AAC = "mp4a.40.2";

    /**
     * @param sound of its own playlist; counts for nothing where there is none
     * @param captions whether there are closed captions in the pictures
     */
    void write(List<Checked> renditions, Checked sound, boolean captions) throws IOException {
        StringBuilder master = new StringBuilder(head());
        if (captions) {
            master.append(
                    "#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID=\"captions\",NAME=\"Captions\",INSTREAM-ID=\"CC1\"\n");
        }
        if (ladder.demuxed()) {
            master.append(
                            "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"Sound\",DEFAULT=YES,AUTOSELECT=YES,CHANNELS=\"")
                    .append(ladder.sound().channels())
                    .append("\",URI=\"" + Encoding.SOUND + ".m3u8\"\n");
            media(Encoding.SOUND);
        }
        for (int i = 0; i < renditions.size(); i++) {
            String name = Encoding.rendition(i);
            master.append(variant(ladder.rungs().get(i), renditions.get(i), sound))
                    .append(captions ? ",CLOSED-CAPTIONS=\"captions\"\n" : ",CLOSED-CAPTIONS=NONE\n")
                    .append(name)
                    .append(".m3u8\n");
            media(name);
        }
        Files.writeString(folder.resolve("master.m3u8"), master);
    }

    private String head() {
        int version = ladder.container() == Container.FMP4 ? 6 : 3;
        return "#EXTM3U\n#EXT-X-VERSION:" + version + "\n#EXT-X-INDEPENDENT-SEGMENTS\n";
    }

    private String variant(Rung rung, Checked checked, Checked sound) {
        boolean apart = ladder.demuxed();
        return String.format(
                Locale.ROOT,
                "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,RESOLUTION=%dx%d,FRAME-RATE=%.3f,CODECS=\"%s,%s\"%s",
                checked.peak() + (apart ? sound.peak() : 0),
                checked.average() + (apart ? sound.average() : 0),
                rung.width(),
                rung.height(),
                (double) rung.rate().frames() / rung.rate().seconds(),
                checked.probe().picture().map(Probe.Picture::avc).orElse(rung.codec()),
                AAC,
                apart ? ",AUDIO=\"sound\"" : "");
    }

    private void media(String rendition) throws IOException {
        StringBuilder text = new StringBuilder(head())
                .append("#EXT-X-TARGETDURATION:" + target() + "\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n");
        if (ladder.container() == Container.FMP4) {
            text.append("#EXT-X-MAP:URI=\"" + rendition + "/init.mp4\"\n");
        }
        for (int i = 0; i < grid.segments().size(); i++) {
            double seconds = grid.rate().length(grid.segments().get(i)).toNanos() / 1e9;
            text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,%n", seconds))
                    .append(rendition + "/" + Encoding.segment(ladder.container(), i) + "\n");
        }
        Files.writeString(folder.resolve(rendition + ".m3u8"), text.append("#EXT-X-ENDLIST\n"));
    }

    private long target() {
        return grid.segments().stream()
                .mapToLong(frames -> grid.rate().length(frames).plusMillis(500).toSeconds())
                .max()
                .orElse(1);
    }
}
