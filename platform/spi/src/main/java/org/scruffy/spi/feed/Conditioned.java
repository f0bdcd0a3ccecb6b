package org.scruffy.spi.feed;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** What came of conditioning a creative: its copy for the air, or why there is none. */
public sealed interface Conditioned {

    /**
     * No copy.
     *
     * @param reason a sentence or two for whoever sent the file: what is wrong with it and what they can do
     */
    record Refusal(String reason) implements Conditioned {}

    /**
     * A copy that is ready for the air: the folder it was made in holds {@code master.m3u8}.
     *
     * @param length of every rendition: whole frames
     * @param source what the file was
     * @param loudness before and after
     * @param findings what a person should know, in the order of their weight
     * @param files all of the copy, relative to its folder
     */
    record Copy(Duration length, Probe source, Loudness loudness, List<Finding> findings, List<String> files)
            implements Conditioned {

        public Copy {
            findings = List.copyOf(findings);
            files = List.copyOf(files);
        }
    }

    /**
     * Loudness as ITU-R BS.1770 measures it.
     *
     * @param before of the file, LKFS; empty for silence
     * @param after of the copy, LKFS; empty for silence
     * @param peak the highest true peak of the copy, dBTP; empty for silence
     */
    record Loudness(OptionalDouble before, OptionalDouble after, OptionalDouble peak) {}

    /**
     * Something a person should know of a copy that was made all the same.
     *
     * @param words a sentence
     */
    record Finding(Kind kind, String words) {

        /** What it is about. */
        public enum Kind {
            DAMAGE,
            BLACK,
            SILENCE,
            LOUDNESS,
            CAPTIONS,
            LENGTH,
            PICTURE,
            SOUND
        }
    }
}
