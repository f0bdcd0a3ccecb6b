package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scruffy.security.Access;
import org.scruffy.security.Grant;
import org.scruffy.security.People;
import org.scruffy.security.Person;
import org.scruffy.security.Refusal;
import org.scruffy.security.Role;

/** Who may come in, and what each may do where. One of them is open at a time, named in the address. */
@Named
@RequestScoped
public class UsersPage {

    private static final String FIELD = "user";

    /** A user in the table. */
    public record Row(String name, String roles, boolean demo, boolean disabled, boolean open, String href) {}

    /** A role of the open user. */
    public record Held(String role, String callSign, String words) {}

    /** What may be chosen, as value and words. */
    public record Choice(String value, String words) {}

    private final People people;
    private final Access access;
    private final TakenRole taken;
    private final String asked;
    private List<Person> all;

    private String name = "";
    private String password = "";
    private String newPassword = "";
    private String role = Role.VIEWER.name();
    private String where = Grant.EVERYWHERE;

    protected UsersPage() {
        this(null, null, null);
    }

    @Inject
    public UsersPage(People people, Access access, TakenRole taken) {
        this.people = people;
        this.access = access;
        this.taken = taken;
        this.asked = Parameter.named(FIELD).orElse(null);
    }

    /** Whoever gives roles could give themselves any, so only those who have every right see this. */
    public boolean isMine() {
        return access.may(Role.ADMIN, Grant.EVERYWHERE);
    }

    private List<Person> people() {
        if (all == null) {
            all = isMine() ? people.all() : List.of();
        }
        return all;
    }

    public List<Row> getRows() {
        return people().stream()
                .map(person -> new Row(
                        person.name(),
                        person.grants().stream().map(UsersPage::words).collect(Collectors.joining(", ")),
                        person.demo(),
                        person.disabled(),
                        person.name().equals(asked),
                        "/users.xhtml?" + FIELD + "=" + URLEncoder.encode(person.name(), StandardCharsets.UTF_8)))
                .toList();
    }

    private Optional<Person> open() {
        return people().stream().filter(person -> person.name().equals(asked)).findFirst();
    }

    public boolean isOpen() {
        return open().isPresent();
    }

    /** The open user's name, empty where none is open. */
    public String getUser() {
        return open().map(Person::name).orElse("");
    }

    public boolean isDisabled() {
        return open().filter(Person::disabled).isPresent();
    }

    /** Whether the open user is who looks at the page. */
    public boolean isMyself() {
        return getUser().equals(access.user());
    }

    public List<Held> getHeld() {
        return open().stream()
                .flatMap(person -> person.grants().stream())
                .map(grant -> new Held(grant.role().name(), grant.callSign(), words(grant)))
                .toList();
    }

    private static String words(Grant grant) {
        return words(grant.role()) + " at "
                + (grant.callSign().equals(Grant.EVERYWHERE) ? "every station" : grant.callSign());
    }

    private static String words(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    public List<Choice> getRoles() {
        return Arrays.stream(Role.values())
                .map(one -> new Choice(one.name(), words(one) + ": " + may(one)))
                .toList();
    }

    private static String may(Role role) {
        return switch (role) {
            case SENDER -> "brings events, sees nothing";
            case VIEWER -> "sees weeks and air";
            case TRAFFIC -> "also moves spots";
            case ENGINEER -> "also sees traces and plugins";
            case ADMIN -> "also changes feeds, users and keys";
        };
    }

    public List<Choice> getPlaces() {
        List<Choice> places = new ArrayList<>();
        places.add(new Choice(Grant.EVERYWHERE, "every station"));
        access.visibleStations()
                .forEach(station ->
                        places.add(new Choice(station.callSign(), station.callSign() + ", " + station.name())));
        return places;
    }

    public String add() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        List<Refusal> refusals = people.add(name, password, access.user());
        if (!refusals.isEmpty()) {
            refusals.forEach(refusal -> Say.wrong("add:" + refusal.field(), refusal.reason() + "."));
            return null;
        }
        String user = name.strip().toLowerCase(Locale.ROOT);
        return said(user, "User " + user + " is added", "Give a role: without one nothing is to be seen.");
    }

    public String setPassword() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        List<Refusal> refusals = people.setPassword(getUser(), newPassword, access.user());
        if (!refusals.isEmpty()) {
            refusals.forEach(refusal -> Say.wrong("password:newPassword", refusal.reason() + "."));
            return null;
        }
        return said(getUser(), "The password is set", "It counts from the next time " + getUser() + " signs in.");
    }

    public String grant() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        Grant grant = new Grant(Role.valueOf(role), where);
        boolean given = people.grant(getUser(), grant, access.user());
        taken.forget();
        return said(getUser(), getUser() + (given ? " is now " : " was already ") + words(grant), "It counts at once.");
    }

    public String revoke(String oldRole, String callSign) {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        Grant grant = new Grant(Role.valueOf(oldRole), callSign);
        Optional<Refusal> refusal = people.revoke(getUser(), grant, access.user());
        if (refusal.isPresent()) {
            Say.wrong("roles", refusal.get().reason() + ".");
            return null;
        }
        taken.note(getUser(), grant);
        return address(getUser());
    }

    /** What was taken away from the open user last, in words; empty where nothing was. */
    public String getTaken() {
        return taken.from(getUser()).map(UsersPage::words).orElse("");
    }

    public String undo() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        taken.from(getUser()).ifPresent(grant -> people.grant(getUser(), grant, access.user()));
        taken.forget();
        return address(getUser());
    }

    public String disable() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        Optional<Refusal> refusal = people.disable(getUser(), access.user());
        if (refusal.isPresent()) {
            Say.wrong("roles", refusal.get().reason() + ".");
            return null;
        }
        return address(getUser());
    }

    public String enable() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        people.enable(getUser(), access.user());
        return address(getUser());
    }

    private static String address(String user) {
        return "/users.xhtml?faces-redirect=true&" + FIELD + "=" + URLEncoder.encode(user, StandardCharsets.UTF_8);
    }

    private static String said(String user, String words, String detail) {
        Say.done(words, detail);
        return address(user);
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

    public String getNewPassword() {
        return "";
    }

    public void setNewPassword(String newPassword) {
        this.newPassword = newPassword;
    }

    public String getRole() {
        return role;
    }

    public void setRole(String role) {
        this.role = role;
    }

    public String getWhere() {
        return where;
    }

    public void setWhere(String where) {
        this.where = where;
    }
}
