package org.scruffy.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import org.scruffy.telemetry.TracesJudged;
import org.scruffy.telemetry.TracesJudged.Family;

/** How well trouble with statements and calls is found in traces of which it is known, beside the rules that Sentry documents. */
final class FindingsBench implements Benchmark {

    @Override
    public String name() {
        return "findings";
    }

    @Override
    public void run(PrintStream out) {
        print("repeated statements", TracesJudged.repetitions(), out);
        print("slow statements", TracesJudged.slow(), out);
        print("calls that wait for each other", TracesJudged.serialCalls(), out);
        print("statements that wait for each other", TracesJudged.serialStatements(), out);
        print("repeated calls", TracesJudged.repeatedCalls(), out);
        double[] cost = TracesJudged.cost();
        out.println(String.format(Locale.ROOT, "%nA trace of %,.0f spans is analyzed in %.1f ms.", cost[1], cost[0]));
    }

    private static void print(String what, Map<String, Family> families, PrintStream out) {
        Table table = new Table(what, "traces", "to be told", "told by us", "told by Sentry's rules");
        families.forEach((name, family) ->
                table.row(name, family.traces(), family.wrong() ? "yes" : "no", family.ours(), family.sentrys()));
        out.println();
        table.print(out);
        out.println(String.format(
                Locale.ROOT,
                "%nPrecision and recall: ours %s, Sentry's rules %s",
                score(families, true),
                score(families, false)));
    }

    private static String score(Map<String, Family> families, boolean ours) {
        double right = 0;
        double told = 0;
        double wanted = 0;
        for (Family family : families.values()) {
            int by = ours ? family.ours() : family.sentrys();
            told += by;
            right += family.wrong() ? by : 0;
            wanted += family.wrong() ? family.traces() : 0;
        }
        String precision = told == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * right / told);
        return String.format(Locale.ROOT, "%s and %.1f %%", precision, 100 * right / wanted);
    }
}
