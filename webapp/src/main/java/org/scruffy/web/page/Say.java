package org.scruffy.web.page;

import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;

/** What a page says: at a field, or above all. A message's detail is its words: that is what h:message and p:message show. */
final class Say {

    private Say() {}

    /** Says above all that something was refused. */
    static void wrong(String words) {
        wrong(null, words);
    }

    /** Says at a field, by its client id, what is wrong with it. */
    static void wrong(String field, String words) {
        add(field, new FacesMessage(FacesMessage.SEVERITY_ERROR, words, null));
    }

    /** Says above all something that nobody has to repair. */
    static void warn(String words) {
        add(null, new FacesMessage(FacesMessage.SEVERITY_WARN, words, null));
    }

    /** Says above all what was done; the words outlive a redirect. */
    static void done(String words, String detail) {
        FacesContext.getCurrentInstance().getExternalContext().getFlash().setKeepMessages(true);
        add(null, new FacesMessage(FacesMessage.SEVERITY_INFO, words, detail));
    }

    private static void add(String field, FacesMessage message) {
        FacesContext.getCurrentInstance().addMessage(field, message);
    }
}
