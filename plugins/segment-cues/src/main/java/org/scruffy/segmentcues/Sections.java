package org.scruffy.segmentcues;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts the sections of one packet identifier together, as ISO/IEC 13818-1 section 2.4.4 cuts them. */
final class Sections {

    private static final int HEADER = 3;
    private static final int STUFFING = 0xFF;

    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
    private int last = -1;
    private boolean open;

    /**
     * Takes the payload of the next packet.
     *
     * @param starts whether a section starts in it: its first byte then says where
     * @param counter the continuity counter, 0 to 15
     * @return the sections that are whole now
     */
    List<byte[]> add(byte[] bytes, int from, int to, boolean starts, int counter) {
        if (counter == last) {
            return List.of();
        }
        open &= counter == (last + 1 & 0x0F);
        last = counter;
        List<byte[]> whole = new ArrayList<>();
        if (!starts) {
            take(bytes, from, to, whole);
            return whole;
        }
        int start = Math.min(to, from + 1 + (bytes[from] & 0xFF));
        take(bytes, from + 1, start, whole);
        begun.reset();
        open = true;
        take(bytes, start, to, whole);
        return whole;
    }

    private void take(byte[] bytes, int from, int to, List<byte[]> whole) {
        if (!open) {
            return;
        }
        begun.write(bytes, from, to - from);
        byte[] all = begun.toByteArray();
        int at = 0;
        while (at + HEADER <= all.length && (all[at] & 0xFF) != STUFFING) {
            int end = at + HEADER + ((all[at + 1] & 0x0F) << 8 | all[at + 2] & 0xFF);
            if (end > all.length) {
                break;
            }
            whole.add(Arrays.copyOfRange(all, at, end));
            at = end;
        }
        begun.reset();
        begun.write(all, at, all.length - at);
    }
}
