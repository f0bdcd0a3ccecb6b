package org.scruffy.telemetry;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Dynamic sampling by an exponential moving average, for a number of events a second that is worth their cost: while there are
 * fewer, all are kept. Of more, a key that is frequent keeps fewer of its own, in the logarithm of how frequent it is, so that
 * the rare ones are all there.
 *
 * <p>What is kept says how many it stands for, see {@link org.scruffy.spi.telemetry.Event#SAMPLE_RATE}.
 */
public final class Sampling {

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Times the goal of an interval after which it ends early: pressure comes suddenly. */
    private static final int BURST = 2;

    private static final double WEIGHT = 0.5;
    private static final double FORGOTTEN = 0.5;
    /** Keys an interval has at most; what comes then is counted together, so that memory and what is kept are bounded. */
    private static final int MOST_KEYS = 100;

    private static final String OTHERS = "";

    private final DoubleSupplier perSecond;
    private final LongSupplier nanos;
    private final Map<String, Double> averages = new HashMap<>();
    private final AtomicLong seen = new AtomicLong();
    private volatile Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private volatile Map<String, Integer> rates = Map.of();
    private volatile long began;

    /** @param perSecond how many events a second are kept at most, about */
    public Sampling(double perSecond) {
        this(perSecond, System::nanoTime);
    }

    /** The same for a number that changes. */
    public static Sampling toGoal(DoubleSupplier perSecond) {
        return new Sampling(perSecond, System::nanoTime);
    }

    Sampling(double perSecond, LongSupplier nanos) {
        this(() -> perSecond, nanos);
    }

    Sampling(DoubleSupplier perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** One of how many events with this key is to be kept now, 1 where all are; counts this one. */
    public int rate(String key) {
        Map<String, LongAdder> now = counts;
        String counted = now.size() < MOST_KEYS || now.containsKey(key) ? key : OTHERS;
        now.computeIfAbsent(counted, one -> new LongAdder()).increment();
        long passed = nanos.getAsLong() - began;
        if (passed >= INTERVAL.toNanos() || seen.incrementAndGet() > BURST * goal(INTERVAL.toNanos())) {
            adjust(passed);
        }
        return rates.getOrDefault(counted, 1);
    }

    /**
     * Whether an event is one of those that are kept of so many: by its trace, so that of two spans of a trace the one of which more are
     * kept is there wherever the other one is, on every node; by chance where it has no trace.
     */
    static boolean isChosen(String traceId, int rate) {
        if (traceId.isEmpty()) {
            return ThreadLocalRandom.current().nextInt(rate) == 0;
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < traceId.length(); i++) {
            hash = (hash ^ traceId.charAt(i)) * 0x100000001b3L;
        }
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        return Long.compareUnsigned(mixed ^ mixed >>> 33, Long.divideUnsigned(-1, rate)) <= 0;
    }

    private double goal(long passed) {
        return perSecond.getAsDouble() * passed / Duration.ofSeconds(1).toNanos();
    }

    private synchronized void adjust(long passed) {
        long now = nanos.getAsLong();
        if (now - began < passed) {
            return; // somebody else has
        }
        Map<String, LongAdder> ended = counts;
        counts = new ConcurrentHashMap<>();
        seen.set(0);
        began = now;
        double scale = (double) INTERVAL.toNanos() / Math.max(1, passed);
        averages.replaceAll((key, average) -> average * (1 - WEIGHT));
        ended.forEach((key, count) -> averages.merge(key, count.sum() * scale * WEIGHT, Double::sum));
        averages.values().removeIf(average -> average < FORGOTTEN);
        rates = rates(averages, goal(INTERVAL.toNanos()));
    }

    /** Shares the goal out: what the rare ones leave over is the frequent ones'. */
    private static Map<String, Integer> rates(Map<String, Double> averages, double goal) {
        double total =
                averages.values().stream().mapToDouble(average -> average).sum();
        if (total <= goal) {
            return Map.of();
        }
        List<Map.Entry<String, Double>> rareFirst = averages.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                .toList();
        double weights =
                rareFirst.stream().mapToDouble(one -> weight(one.getValue())).sum();
        double left = goal;
        Map<String, Integer> rates = new HashMap<>();
        for (Map.Entry<String, Double> one : rareFirst) {
            double share = Math.max(1, left * weight(one.getValue()) / weights);
            int rate = (int) Math.ceil(Math.max(1, one.getValue() / share));
            rates.put(one.getKey(), rate);
            left = Math.max(0, left - one.getValue() / rate);
            weights -= weight(one.getValue());
        }
        return rates;
    }

    private static double weight(double average) {
        return Math.log10(Math.max(average, 1)) + 1;
    }
}
