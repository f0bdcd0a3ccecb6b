package org.scruffy.security;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A user with the grants, as the database has them. */
record AccountRow(long id, String passwordHash, Account account) {

    private static final String COLUMNS = "SELECT u.id, u.name, u.password_hash, r.role, s.call_sign, ";
    private static final String FROM = " FROM app_user u"
            + " LEFT JOIN user_role r ON r.user_id = u.id LEFT JOIN station s ON s.id = r.station_id";
    private static final String USED = "WITH used AS (UPDATE api_key k SET last_used_at = CAST(?1 AS timestamptz)"
            + " FROM app_user u WHERE u.id = k.user_id AND NOT u.disabled AND k.hash = ?2 AND k.revoked_at IS NULL"
            + " RETURNING k.id, k.user_id) ";
    private static final String DATASETS =
            "(SELECT string_agg(d.dataset, ',') FROM api_key_dataset d WHERE d.key_id = k.id)";

    static Optional<AccountRow> named(EntityManager em, String name) {
        return one(em.createNativeQuery(COLUMNS + "''" + FROM + " WHERE u.name = ?1 AND NOT u.disabled")
                .setParameter(1, name)
                .getResultList());
    }

    /** Whose key it is; the same statement notes when it was used. */
    static Optional<AccountRow> ofKey(EntityManager em, String hash, Instant now) {
        return one(em.createNativeQuery(USED + COLUMNS + DATASETS + FROM + " JOIN used k ON k.user_id = u.id")
                .setParameter(1, now.toString())
                .setParameter(2, hash)
                .getResultList());
    }

    private static Set<String> datasets(String names) {
        return names == null || names.isEmpty() ? Set.of() : Set.of(names.split(","));
    }

    private static Optional<AccountRow> one(List<?> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Set<Grant> grants = new HashSet<>();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            if (columns[3] != null) {
                grants.add(new Grant(
                        Role.valueOf((String) columns[3]),
                        columns[4] == null ? Grant.EVERYWHERE : (String) columns[4]));
            }
        }
        Object[] first = (Object[]) rows.get(0);
        Account account = new Account((String) first[1], grants).boundTo(datasets((String) first[5]));
        return Optional.of(new AccountRow(((Number) first[0]).longValue(), (String) first[2], account));
    }
}
