package org.scruffy.desk;

import org.scruffy.desk.Edit.ApplyTemplate;
import org.scruffy.desk.Edit.ChangeBreak;
import org.scruffy.desk.Edit.CopyDay;
import org.scruffy.desk.Edit.CopyWeek;
import org.scruffy.desk.Edit.CreateBreak;
import org.scruffy.desk.Edit.CreateSlot;
import org.scruffy.desk.Edit.DeleteBreak;
import org.scruffy.desk.Edit.DeleteSlot;
import org.scruffy.desk.Edit.LockDay;
import org.scruffy.desk.Edit.MoveSlot;
import org.scruffy.desk.Edit.MoveSpot;
import org.scruffy.desk.Edit.PlaceSpot;
import org.scruffy.desk.Edit.PublishDay;
import org.scruffy.desk.Edit.RemoveSpot;
import org.scruffy.desk.Edit.ReplaceSpot;
import org.scruffy.desk.Edit.ResizeSlot;
import org.scruffy.desk.Edit.SplitSlot;
import org.scruffy.desk.Edit.UnlockDay;
import org.scruffy.desk.Outcome.Result;

/** Leads each edit to who carries it out. */
record Edits(SlotEdits slots, BreakEdits breaks, SpotEdits spots, CopyEdits copies, DayEdits days) {

    static Edits of(Work work) {
        return new Edits(
                new SlotEdits(work),
                new BreakEdits(work),
                new SpotEdits(work),
                new CopyEdits(work),
                new DayEdits(work));
    }

    Result apply(Edit edit) {
        if (edit instanceof CreateSlot one) {
            return slots.create(one);
        }
        if (edit instanceof MoveSlot one) {
            return slots.move(one);
        }
        if (edit instanceof ResizeSlot one) {
            return slots.resize(one);
        }
        if (edit instanceof SplitSlot one) {
            return slots.split(one);
        }
        if (edit instanceof DeleteSlot one) {
            return slots.delete(one);
        }
        if (edit instanceof CreateBreak one) {
            return breaks.create(one);
        }
        if (edit instanceof ChangeBreak one) {
            return breaks.change(one);
        }
        if (edit instanceof DeleteBreak one) {
            return breaks.delete(one);
        }
        if (edit instanceof PlaceSpot one) {
            return spots.place(one);
        }
        if (edit instanceof MoveSpot one) {
            return spots.move(one);
        }
        if (edit instanceof ReplaceSpot one) {
            return spots.replace(one);
        }
        if (edit instanceof RemoveSpot one) {
            return spots.remove(one);
        }
        return wholeDays(edit);
    }

    private Result wholeDays(Edit edit) {
        if (edit instanceof CopyDay one) {
            return copies.day(one);
        }
        if (edit instanceof CopyWeek one) {
            return copies.week(one);
        }
        if (edit instanceof ApplyTemplate one) {
            return copies.template(one);
        }
        if (edit instanceof LockDay one) {
            return days.lock(one);
        }
        if (edit instanceof UnlockDay one) {
            return days.unlock(one);
        }
        return days.publish((PublishDay) edit);
    }
}
