package org.scruffy.web.page;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.FacesContext;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.primefaces.PrimeFaces;
import org.scruffy.order.Actor;
import org.scruffy.order.Fault;
import org.scruffy.order.Refused;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.Role;

/** What the pages of orders, creatives and rules have in common: who acts, how a refusal is said, and the last thing to undo. */
public abstract class DeskPage implements Serializable {

    private static final long serialVersionUID = 1L;

    private record Undo(String words, Runnable back) {}

    private final transient Access access;
    private final String callSign;
    private transient Undo undo;

    DeskPage(Access access, Chosen chosen) {
        this.access = access;
        // a page is about the station it was opened with, also when another tab chooses another
        this.callSign = chosen == null ? "" : chosen.getCallSign();
    }

    String callSign() {
        return callSign;
    }

    /** The station the page is about. */
    public String getStation() {
        return callSign;
    }

    /** Whether there is a station to work on at all. */
    public boolean isKnown() {
        return !callSign.isEmpty() && access.may(Role.VIEWER, callSign);
    }

    abstract Role role();

    /** Whether this person may change something here. */
    public boolean isMine() {
        return isKnown() && access.may(role(), callSign);
    }

    Actor actor() {
        access.require(role(), callSign);
        SpanContext span = Span.current().getSpanContext();
        return new Actor(
                access.user(), callSign, access.may(role(), Grant.EVERYWHERE), span.isValid() ? span.getTraceId() : "");
    }

    /**
     * Does something and closes its dialog; where it is refused, says so at the fields of the form, or above all where there is none.
     *
     * @param form the id of the form, empty for none
     * @param dialog the widget to close, empty for none
     */
    void attempt(String form, String dialog, Runnable act) {
        try {
            act.run();
            if (!dialog.isEmpty()) {
                PrimeFaces.current().executeScript("PF('" + dialog + "').hide()");
            }
        } catch (Refused refused) {
            List<Fault> faults = refused.faults();
            boolean atFields = !form.isEmpty() && faults.stream().allMatch(fault -> there(form, fault));
            if (!atFields) {
                Say.wrong(refused.getMessage());
                return;
            }
            faults.forEach(fault -> Say.wrong(form + ":" + field(fault.field()), "Expected " + fault.expected() + "."));
            goTo(form + ":" + field(faults.get(0).field()));
        }
    }

    /** Leads to the first field to repair, also where it was scrolled out of its dialog; PrimeFaces then leaves the focus alone. */
    private static void goTo(String field) {
        PrimeFaces.current()
                .executeScript(
                        "{ const at = document.getElementById('" + field
                                + "'); if (at) { PrimeFaces.customFocus = true; (at.querySelector('input') || at).focus(); } }");
    }

    private boolean there(String form, Fault fault) {
        UIViewRoot root = FacesContext.getCurrentInstance().getViewRoot();
        return root.findComponent(form + ":" + field(fault.field())) != null;
    }

    /** The id of the field that shows what is wrong with a field of the documents. */
    String field(String name) {
        return name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    }

    /** Remembers how the last thing is undone. */
    void undoable(String words, Runnable back) {
        undo = new Undo(words, back);
    }

    /** What was done last, in words; empty where nothing can be undone. */
    public String getDone() {
        return undo == null ? "" : undo.words();
    }

    /** Takes the last thing back. */
    public void undo() {
        Undo last = undo;
        undo = null;
        if (last != null) {
            attempt("", "", last.back());
        }
    }

    /** Leaves the last thing done. */
    public void keep() {
        undo = null;
    }

    // Words
    // -------------------------------------------------------------------------------------------------------------------

    /** ON_HOLD as On hold. */
    public String words(Object name) {
        String text = name.toString().replace('_', ' ').toLowerCase(Locale.ROOT);
        return text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** A length in seconds: 15, 15.015. */
    public String seconds(int ms) {
        return BigDecimal.valueOf(ms, 3).stripTrailingZeros().toPlainString();
    }

    /** Seconds as somebody wrote them in milliseconds; 0 where they cannot be read. */
    static int milliseconds(String seconds) {
        return seconds != null && seconds.strip().matches("\\d{1,4}([.]\\d{1,3})?")
                ? new BigDecimal(seconds.strip()).movePointRight(3).intValueExact()
                : 0;
    }

    /** A whole number as somebody wrote it; -1 where it cannot be read. */
    static int number(String text) {
        return text != null && text.strip().matches("\\d{1,7}") ? Integer.parseInt(text.strip()) : -1;
    }
}
