package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.scruffy.security.Refusal;
import org.scruffy.security.SetupCode;
import org.scruffy.security.TooManyAttempts;
import org.scruffy.security.Welcome;

/** Where the first administrator is made, once. */
@Named
@RequestScoped
public class SetupPage {

    private final Welcome welcome;
    private final SetupCode setupCode;
    private final HttpServletRequest request;
    private String code = "";
    private String name = "";
    private String password = "";
    private String again = "";

    protected SetupPage() {
        this(null, null, null);
    }

    @Inject
    public SetupPage(Welcome welcome, SetupCode setupCode, HttpServletRequest request) {
        this.welcome = welcome;
        this.setupCode = setupCode;
        this.request = request;
    }

    public String create() {
        if (!password.equals(again)) {
            say("again", "The two passwords are not the same");
            return null;
        }
        try {
            List<Refusal> refusals = welcome.firstAdmin(name, password, code, request.getRemoteAddr());
            refusals.forEach(refusal -> say(refusal.field(), refusal.reason()));
            return refusals.isEmpty() ? "/login.xhtml?faces-redirect=true" : null;
        } catch (TooManyAttempts e) {
            say("code", e.getMessage());
            return null;
        }
    }

    private static void say(String field, String words) {
        Say.wrong("setup:" + field, words + ".");
    }

    /** Where the code is, by its file's name: the folder is nobody's business who cannot see the console. */
    public String getCodeFile() {
        return setupCode.file().getFileName().toString();
    }

    public String getCode() {
        return code;
    }

    public void setCode(String code) {
        this.code = code;
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public String getPassword() {
        return "";
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getAgain() {
        return "";
    }

    public void setAgain(String again) {
        this.again = again;
    }
}
