package org.scruffy.web.page;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.scruffy.security.Access;
import org.scruffy.security.ApiKey;
import org.scruffy.security.ApiKeys;
import org.scruffy.security.Grant;
import org.scruffy.security.People;
import org.scruffy.security.Person;
import org.scruffy.security.Role;
import org.scruffy.spi.schedule.LocalTimes;
import org.scruffy.telemetry.wire.Dataset;

/** The keys of programs. */
@Named
@RequestScoped
public class KeysPage {

    /** A key in the table. */
    public record Row(
            long id, String label, String owner, String created, String lastUsed, String revoked, String datasets) {}

    private final ApiKeys keys;
    private final Access access;
    private final Chosen chosen;
    private final People people;
    private String owner = "";
    private String label = "";
    private String datasets = "";
    private String made = "";

    protected KeysPage() {
        this(null, null, null, null);
    }

    @Inject
    public KeysPage(ApiKeys keys, Access access, Chosen chosen, People people) {
        this.keys = keys;
        this.access = access;
        this.chosen = chosen;
        this.people = people;
    }

    /** Keys have all the rights of their owners, so only those who have every right see them. */
    public boolean isMine() {
        return access.may(Role.ADMIN, Grant.EVERYWHERE);
    }

    public List<Row> getRows() {
        return isMine() ? keys.all().stream().map(this::row).toList() : List.of();
    }

    private Row row(ApiKey key) {
        return new Row(
                key.id(),
                key.label(),
                key.owner(),
                words(Optional.of(key.created())),
                words(key.lastUsed()),
                words(key.revoked()),
                key.datasets());
    }

    private String words(Optional<Instant> at) {
        ZoneId zone = chosen.isKnown() ? LocalTimes.zone(chosen.getZone()) : ZoneOffset.UTC;
        DateTimeFormatter format = DateTimeFormatter.ofPattern("MMM d, yyyy, HH:mm zzz", Locale.US);
        return at.map(instant -> format.format(instant.atZone(zone))).orElse("");
    }

    public void create() {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        if (label.isBlank()) {
            Say.wrong("key:label", "Say what the key is for.");
            return;
        }
        Set<String> only = Stream.of(datasets.split(","))
                .filter(name -> !name.isBlank())
                .map(Dataset::slug)
                .collect(Collectors.toSet());
        made = keys.create(getOwner(), label.length() > 100 ? label.substring(0, 100) : label, only);
        label = "";
        datasets = "";
    }

    public void revoke(long id) {
        access.require(Role.ADMIN, Grant.EVERYWHERE);
        keys.revoke(id);
    }

    /** The key that was just made, empty else. */
    public String getMade() {
        return made;
    }

    /** Whom a key may be made for. */
    public List<String> getOwners() {
        return isMine()
                ? people.all().stream()
                        .filter(person -> !person.disabled())
                        .map(Person::name)
                        .toList()
                : List.of();
    }

    public String getOwner() {
        return owner.isEmpty() ? access.user() : owner;
    }

    public void setOwner(String owner) {
        this.owner = owner;
    }

    public String getLabel() {
        return label;
    }

    public void setLabel(String label) {
        this.label = label;
    }

    /** Which datasets the key brings events for, with commas; empty for a key that is not bound. */
    public String getDatasets() {
        return datasets;
    }

    public void setDatasets(String datasets) {
        this.datasets = datasets;
    }
}
