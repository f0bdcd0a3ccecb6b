package org.scruffy.dataset;

/** How many different values there were, within some 5 %: a HyperLogLog, 512 bytes whatever it has seen. */
final class Cardinality {

    private static final int BITS = 9;
    static final int SIZE = 1 << BITS;
    private static final double BIAS = 0.7213 / (1 + 1.079 / SIZE);
    private static final int LOOKED_AT = 1_000;
    private static final double FEW = 2.5 * SIZE;

    private final byte[] ranks = new byte[SIZE];

    /** Whether the value says something new, which hardly any does: without a lock unless it may. */
    boolean add(Object value) {
        long hash = hash(value);
        int register = (int) (hash >>> (Long.SIZE - BITS));
        int rank = Long.numberOfLeadingZeros(hash << BITS | 1L << (BITS - 1)) + 1;
        return ranks[register] < rank && raise(register, rank);
    }

    private synchronized boolean raise(int register, int rank) {
        if (ranks[register] >= rank) {
            return false;
        }
        ranks[register] = (byte) rank;
        return true;
    }

    /** Counts what another one counted, too. */
    synchronized void merge(byte[] others) {
        for (int i = 0; i < Math.min(SIZE, others.length); i++) {
            ranks[i] = (byte) Math.max(ranks[i], others[i]);
        }
    }

    synchronized byte[] registers() {
        return ranks.clone();
    }

    static long estimate(byte[] ranks) {
        double sum = 0;
        int empty = 0;
        for (byte rank : ranks) {
            sum += 1.0 / (1L << rank);
            empty += rank == 0 ? 1 : 0;
        }
        double raw = BIAS * SIZE * SIZE / sum;
        return Math.round(raw <= FEW && empty > 0 ? SIZE * Math.log((double) SIZE / empty) : raw);
    }

    private static long hash(Object value) {
        long hash = 0xcbf29ce484222325L;
        if (value instanceof Long number) {
            hash = number;
        } else if (value instanceof Double number) {
            hash = Double.doubleToLongBits(number);
        } else {
            String text = value.toString();
            for (int i = 0; i < Math.min(text.length(), LOOKED_AT); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
        }
        return mixed(hash);
    }

    /** Every bit depends on every other: the finish of MurmurHash3. */
    private static long mixed(long hash) {
        long one = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        long two = (one ^ one >>> 33) * 0xc4ceb9fe1a85ec53L;
        return two ^ two >>> 33;
    }
}
