package org.scruffy.segmentcues;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.scruffy.spi.feed.StitchingAdapter;
import org.scruffy.testkit.StitchingAdapterContract;

class SegmentCuesContractTest extends StitchingAdapterContract {

    @Override
    protected StitchingAdapter adapter() {
        return new SegmentCues();
    }

    @Override
    protected List<Sample> segments() {
        byte[] out = Section.insert(7, true, Multiplex.FIRST_PICTURE + 450_000, 0, 2_700_000);
        try {
            byte[] stream = Multiplex.with(40, new Multiplex().section(out));
            byte[] boxes = SegmentCuesTest.eventBefore(Multiplex.file("feed.m4s"), 0, 1, 4, out);
            return List.of(
                    new Sample(SegmentCuesTest.segment(0), stream), new Sample(SegmentCuesTest.segment(1), boxes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
