package org.scruffy.launcher;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.Driver;

/**
 * Where the relational database is. The URL carries no password, so that it can be shown.
 *
 * @param url for JDBC, without user and password
 */
record Database(String url, String user, String password) {

    private static final Pattern URL = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?:/{2}(?:(?<user>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<host>[^/?@]*)/(?<name>[^/?]+)(?:\\?(?<query>.*))?");
    private static final int SECONDS = 5;

    /** The database of {@code --db-url}, in JDBC's form or in that of psql. */
    static Database of(String text) throws Refusal {
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            throw new Refusal(
                    Refusal.Reason.USAGE,
                    "--db-url is not the address of a PostgreSQL; expected postgresql://user:password@host/database.");
        }
        String user = decoded(url.group("user"));
        String password = decoded(url.group("password"));
        List<String> rest = new ArrayList<>();
        for (String parameter : text(url.group("query")).split("&")) {
            if (parameter.startsWith("user=")) {
                user = decoded(parameter.substring("user=".length()));
            } else if (parameter.startsWith("password=")) {
                password = decoded(parameter.substring("password=".length()));
            } else if (!parameter.isEmpty()) {
                rest.add(parameter);
            }
        }
        String query = rest.isEmpty() ? "" : "?" + String.join("&", rest);
        String host = text(url.group("host")).isEmpty() ? "localhost" : url.group("host");
        return new Database(
                "jdbc:postgresql://" + host + "/" + url.group("name") + query,
                user.isEmpty() ? "scruffy" : user,
                password);
    }

    private static String text(String part) {
        return part == null ? "" : part;
    }

    private static String decoded(String part) {
        return URLDecoder.decode(text(part).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Refuses a database that does not let us in, within seconds. */
    void check() throws Refusal {
        try (Connection connection = connect()) {
            connection.isValid(SECONDS);
        } catch (SQLException e) {
            throw new Refusal(Refusal.Reason.DATABASE, sentence(e), e);
        }
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("loginTimeout", String.valueOf(SECONDS));
        properties.setProperty("connectTimeout", String.valueOf(SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(SECONDS));
        return new Driver().connect(url, properties);
    }

    private String sentence(SQLException e) {
        String state = text(e.getSQLState());
        if (state.startsWith("28")) {
            return "The database " + url + " refuses user " + user + ": check user and password in --db-url.";
        }
        if (state.equals("3D000")) {
            return "The database " + url + " does not exist: create it, or name another in --db-url.";
        }
        return "The database " + url + " cannot be reached (" + firstLine(e) + ").";
    }

    private static String firstLine(SQLException e) {
        return text(e.getMessage()).lines().findFirst().orElse(e.getSQLState());
    }

    @Override
    public String toString() {
        return url;
    }
}
