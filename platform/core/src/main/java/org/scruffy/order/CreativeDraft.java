package org.scruffy.order;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.scruffy.database.Sql;

/**
 * What somebody wants a creative to be, as they wrote it.
 *
 * @param underwriterId empty for the station's own
 */
public record CreativeDraft(
        String adId,
        String title,
        String underwriterId,
        String kind,
        int lengthMs,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validUntil) {

    /** @throws Refused naming all that is wrong */
    void check(Sql sql) {
        List<Fault> faults = new ArrayList<>();
        if (title.isBlank() || title.strip().length() > 200) {
            faults.add(new Fault("title", title, "a title of 1 to 200 characters"));
        }
        if (Arrays.stream(CreativeCard.Kind.values())
                .noneMatch(one -> one.name().equals(kind))) {
            faults.add(new Fault("kind", kind, "one of CREDIT, PREMIER, PROMO, ID, PSA"));
        }
        if (lengthMs < 1_000 || lengthMs > 600_000) {
            faults.add(new Fault("lengthMs", "" + lengthMs, "1000 to 600000 (ms)"));
        }
        boolean credit = "CREDIT".equals(kind) || "PREMIER".equals(kind);
        if (underwriterId.isEmpty() ? credit : unknownUnderwriter(sql)) {
            faults.add(new Fault(
                    "underwriter",
                    underwriterId,
                    credit ? "the id of the underwriter whom it credits" : "the id of an underwriter, or nothing"));
        }
        Fault.year("validFrom", validFrom, faults);
        Fault.year("validUntil", validUntil, faults);
        validUntil
                .filter(until -> validFrom.filter(until::isBefore).isPresent())
                .ifPresent(until -> faults.add(new Fault(
                        "validUntil", "" + until, "validFrom, which is " + validFrom.orElseThrow() + ", or later")));
        if (!faults.isEmpty()) {
            throw Refused.invalid(faults);
        }
    }

    private boolean unknownUnderwriter(Sql sql) {
        return Ids.number(underwriterId)
                .map(id -> sql.rows("SELECT 1 FROM underwriter WHERE id = ?1 AND NOT disabled", id)
                        .isEmpty())
                .orElse(true);
    }

    String valid() {
        return "[" + validFrom.map(LocalDate::toString).orElse("") + ","
                + validUntil.map(day -> day.plusDays(1).toString()).orElse("") + ")";
    }

    /** Whether what was looked at when it was approved is still so: its days do not belong to that. */
    boolean sameContentAs(CreativeCard card) {
        return kind.equals(card.kind().name())
                && lengthMs == card.lengthMs()
                && underwriterId.equals(card.underwriterId())
                && title.strip().equals(card.title());
    }
}
