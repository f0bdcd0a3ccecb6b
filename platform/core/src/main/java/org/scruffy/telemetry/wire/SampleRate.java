package org.scruffy.telemetry.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many spans one stands for, as OpenTelemetry's probability sampler writes it into the trace state: {@code ot=th:c}. */
final class SampleRate {

    private static final Pattern THRESHOLD =
            Pattern.compile("(?:^|,)\\s*ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?:[;,\\s]|$)");
    private static final double WHOLE = 0x1p56;

    private SampleRate() {}

    static Object of(String traceState) {
        if (traceState.isEmpty()) {
            return 1L;
        }
        Matcher threshold = THRESHOLD.matcher(traceState);
        if (!threshold.find()) {
            return 1L;
        }
        String digits = (threshold.group(1) + "0".repeat(14)).substring(0, 14);
        return WHOLE / (WHOLE - Long.parseLong(digits, 16));
    }
}
