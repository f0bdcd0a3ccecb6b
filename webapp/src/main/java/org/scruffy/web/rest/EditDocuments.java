package org.scruffy.web.rest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.function.Function;
import org.scruffy.client.EditDocument;
import org.scruffy.client.EditsAnswer;
import org.scruffy.client.EditsAnswer.EditResult;
import org.scruffy.client.WeekDocument.ProgramEntry;
import org.scruffy.desk.Edit;
import org.scruffy.desk.Edit.ProgramName;
import org.scruffy.desk.Outcome;

/** Edits and what came of them, as JSON has them. */
final class EditDocuments {

    private static final Map<String, Function<Reading, Edit>> OPS = Map.ofEntries(
            Map.entry("createSlot", Reading::createSlot),
            Map.entry(
                    "moveSlot",
                    r -> new Edit.MoveSlot(r.slot(), r.instant("startsAt", r.edit.startsAt()), r.version())),
            Map.entry("resizeSlot", Reading::resizeSlot),
            Map.entry("splitSlot", r -> new Edit.SplitSlot(r.slot(), r.instant("at", r.edit.at()), r.version())),
            Map.entry("deleteSlot", r -> new Edit.DeleteSlot(r.slot(), r.version())),
            Map.entry("createBreak", Reading::createBreak),
            Map.entry("changeBreak", Reading::changeBreak),
            Map.entry("deleteBreak", r -> new Edit.DeleteBreak(r.adBreak(), r.version())),
            Map.entry("placeSpot", Reading::placeSpot),
            Map.entry("moveSpot", r -> new Edit.MoveSpot(r.spot(), r.adBreak(), r.edit.position(), r.version())),
            Map.entry("replaceSpot", r -> new Edit.ReplaceSpot(r.spot(), r.creative(), r.version())),
            Map.entry("removeSpot", r -> new Edit.RemoveSpot(r.spot(), r.version())),
            Map.entry("copyDay", Reading::copyDay),
            Map.entry("copyWeek", Reading::copyWeek),
            Map.entry("applyTemplate", r -> new Edit.ApplyTemplate(r.id("template", r.edit.template()), r.week())),
            Map.entry("lockDay", r -> new Edit.LockDay(r.feed(), r.day())),
            Map.entry("unlockDay", r -> new Edit.UnlockDay(r.feed(), r.day())),
            Map.entry("publishDay", r -> new Edit.PublishDay(r.feed(), r.day())));

    private EditDocuments() {}

    /** @param where the edit is in the request, for example {@code edits[3].} */
    static Edit read(EditDocument edit, String where) {
        String op = edit == null || edit.op() == null ? "" : edit.op();
        Function<Reading, Edit> reader = OPS.get(op);
        if (reader == null) {
            throw new BadInput(
                    where + "op",
                    op,
                    "one of: "
                            + String.join(", ", OPS.keySet().stream().sorted().toList()));
        }
        return reader.apply(new Reading(edit, where));
    }

    static EditsAnswer of(Outcome outcome) {
        return new EditsAnswer(
                outcome.command().toString(),
                outcome.dryRun(),
                outcome.results().stream().map(EditDocuments::of).toList(),
                outcome.conflicts().stream().map(DeskProblems::conflict).toList(),
                outcome.revisions());
    }

    private static EditResult of(Outcome.Result result) {
        return new EditResult(
                result.op(),
                result.refused().isPresent() ? "REFUSED" : "DONE",
                result.id(),
                result.version(),
                result.refused().map(DeskProblems::problem).orElse(null));
    }

    private record Reading(EditDocument edit, String where) {

        Edit createSlot() {
            ProgramEntry program = edit.program();
            return new Edit.CreateSlot(
                    feed(),
                    instant("startsAt", edit.startsAt()),
                    instant("endsAt", edit.endsAt()),
                    program == null ? null : new ProgramName(program.title(), program.episode(), program.nola()),
                    edit.source());
        }

        Edit resizeSlot() {
            return new Edit.ResizeSlot(
                    slot(), instant("startsAt", edit.startsAt()), instant("endsAt", edit.endsAt()), version());
        }

        Edit createBreak() {
            return new Edit.CreateBreak(
                    slot(),
                    instant("startsAt", edit.startsAt()),
                    edit.capacityMs() == null ? 0 : edit.capacityMs(),
                    edit.kind());
        }

        Edit changeBreak() {
            return new Edit.ChangeBreak(
                    adBreak(),
                    edit.startsAt() == null ? null : instant("startsAt", edit.startsAt()),
                    edit.capacityMs(),
                    edit.kind(),
                    edit.locked(),
                    version());
        }

        Edit placeSpot() {
            return new Edit.PlaceSpot(
                    adBreak(), edit.position(), creative(), edit.line() == null ? null : id("line", edit.line()));
        }

        Edit copyDay() {
            return new Edit.CopyDay(
                    feed(), day(), day("toDay", edit.toDay()), edit.toFeed(), Boolean.TRUE.equals(edit.replace()));
        }

        Edit copyWeek() {
            return new Edit.CopyWeek(
                    feed(), week(), day("toWeek", edit.toWeek()), edit.toFeed(), Boolean.TRUE.equals(edit.replace()));
        }

        Integer version() {
            return edit.version();
        }

        String feed() {
            return given("feed", edit.feed(), "the name of a feed");
        }

        String creative() {
            return given("creative", edit.creative(), "an Ad-ID");
        }

        long slot() {
            return id("slot", edit.slot());
        }

        long adBreak() {
            return id("break", edit.adBreak());
        }

        long spot() {
            return id("spot", edit.spot());
        }

        LocalDate day() {
            return day("day", edit.day());
        }

        LocalDate week() {
            return day("week", edit.week());
        }

        long id(String field, String id) {
            try {
                return Long.parseLong(given(field, id, "the id of a " + field));
            } catch (NumberFormatException e) {
                throw new BadInput(where + field, id, "the id of a " + field);
            }
        }

        Instant instant(String field, String text) {
            String expected = "an instant like 2026-11-24T18:00:00Z";
            try {
                return OffsetDateTime.parse(given(field, text, expected)).toInstant();
            } catch (DateTimeParseException e) {
                throw new BadInput(where + field, text, expected);
            }
        }

        LocalDate day(String field, String text) {
            String expected = "a day like 2026-11-24";
            try {
                return LocalDate.parse(given(field, text, expected));
            } catch (DateTimeParseException e) {
                throw new BadInput(where + field, text, expected);
            }
        }

        private String given(String field, String text, String expected) {
            if (text == null || text.isEmpty()) {
                throw new BadInput(where + field, "", expected);
            }
            return text;
        }
    }
}
