package org.scruffy.telemetry;

import java.security.SecureRandom;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012) of text as UTF-16LE: equal texts have equal hashes, and who does not have the key learns
 * nothing else of them. Written here because each statement on its way to the database has its values hashed, a few bytes, for which the
 * platform's digests take nearly twice as long and the libraries' objects no less.
 */
final class SipHash {

    private static final int COMPRESSION = 2;
    private static final int FINALIZATION = 4;
    private static final int CHARS = Long.BYTES / Character.BYTES;
    private static final int LENGTH_AT = 56;

    private final long key0;
    private final long key1;

    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** With a key that nobody knows. */
    static SipHash secret() {
        SecureRandom random = new SecureRandom();
        return new SipHash(random.nextLong(), random.nextLong());
    }

    long of(CharSequence text) {
        State state = new State(key0, key1);
        int length = text.length();
        int whole = length - length % CHARS;
        for (int i = 0; i < whole; i += CHARS) {
            state.add(word(text, i, i + CHARS));
        }
        state.add(word(text, whole, length) | (long) length * Character.BYTES << LENGTH_AT);
        return state.hash();
    }

    private static long word(CharSequence text, int from, int to) {
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << Character.SIZE | text.charAt(i);
        }
        return word;
    }

    /** Constants and turns are those of the paper. */
    private static final class State {

        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void add(long word) {
            v3 ^= word;
            rounds(COMPRESSION);
            v0 ^= word;
        }

        long hash() {
            v2 ^= 0xff;
            rounds(FINALIZATION);
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void rounds(int count) {
            for (int i = 0; i < count; i++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
        }
    }
}
