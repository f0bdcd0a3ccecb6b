package org.scruffy.telemetry;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What messages of one kind have in common: {@code User <*> not found in <text>}. Numbers, ids and addresses, times and what stands in
 * quotes are left out. A template is its own template.
 */
public final class Template {

    /** In place of numbers and ids. */
    public static final String ANY = "<*>";

    private static final Pattern PLACE = Pattern.compile("<(?:\\*|text|url|email|time|ip)>");
    private static final int LONGEST = 1_000;
    private static final Pattern PARAMETERS =
            Pattern.compile("(?<text>\"[^\"\\n]*+\"|(?<![A-Za-z])'[^'\\n]*+'|`[^`\\n]*+`)"
                    + "|(?<url>(?<![A-Za-z])[a-z][a-z0-9+.-]{0,20}://[^\\s\"'<>)\\]]+)"
                    + "|(?<email>(?<![\\w.+-])[\\w.+-]{1,64}@[\\w-]+(?:\\.[\\w-]+)+)"
                    + "|(?<time>(?<!\\d)\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?(?!\\d)"
                    + "|(?<![\\d:])\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?(?![\\d:]))"
                    + "|(?<ip>(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?::\\d{1,5})?(?![\\d.])"
                    + "|(?<![\\w:])(?=[:a-fA-F]*\\d)(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\\w:]))"
                    + "|(?<any>(?<![A-Za-z0-9])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![A-Za-z0-9])"
                    + "|(?<![A-Za-z0-9])0x[0-9a-fA-F]+"
                    + "|(?<![A-Za-z0-9])(?=[a-fA-F]*\\d)[0-9a-fA-F]{8,}(?![A-Za-z0-9])"
                    + "|[-+]?(?<![A-Za-z0-9])\\d+(?:[.,]\\d+)*(?:[eE][-+]?\\d+)?"
                    + "|\\d{3,})");

    private Template() {}

    public static String of(String message) {
        String text = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
        String next = pass(text);
        while (!next.equals(text)) { // what was left out may have hidden a beginning
            text = next;
            next = pass(text);
        }
        return text;
    }

    /** What of a template is the same in all messages, piece by piece. */
    public static Stream<String> fixed(String template) {
        return Stream.of(PLACE.split(template));
    }

    private static String pass(String text) {
        return PARAMETERS.matcher(text).replaceAll(Template::placeholder);
    }

    private static String placeholder(MatchResult found) {
        // by number: MatchResult knows no names before Java 20
        String[] names = {"<text>", "<url>", "<email>", "<time>", "<ip>"};
        for (int group = 0; group < names.length; group++) {
            if (found.group(group + 1) != null) {
                return names[group];
            }
        }
        return ANY;
    }
}
