package org.scruffy.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The first administrator of a new, empty product, made by the form that a browser shows. */
final class FirstAdmin {

    static final String NAME = "ann";
    static final String PASSWORD = "correct horse battery";
    private static final Pattern STATE = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]*)\"");

    private FirstAdmin() {}

    /**
     * Makes one.
     *
     * @param data the product's data folder, where the setup code is
     * @return what they show at the door, a value of Authorization
     */
    static String of(URI product, Path data) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI setup = product.resolve("/setup.xhtml");
        HttpResponse<String> form =
                client.send(HttpRequest.newBuilder(setup).build(), HttpResponse.BodyHandlers.ofString());
        String code = Files.readString(data.resolve("setup-code")).strip();
        HttpRequest filled = HttpRequest.newBuilder(setup)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies(form))
                .header("Sec-Fetch-Site", "same-origin")
                .POST(HttpRequest.BodyPublishers.ofString(filled(code, form.body())))
                .build();
        HttpResponse<String> made = client.send(filled, HttpResponse.BodyHandlers.ofString());
        if (made.statusCode() != 302) {
            throw new IllegalStateException(setup + " answers " + made.statusCode() + ": " + made.body());
        }
        String shown = NAME + ":" + PASSWORD;
        return "Basic " + Base64.getEncoder().encodeToString(shown.getBytes(StandardCharsets.UTF_8));
    }

    private static String cookies(HttpResponse<?> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private static String filled(String code, String page) {
        Matcher state = STATE.matcher(page);
        if (!state.find()) {
            throw new IllegalStateException("There is no form in: " + page);
        }
        Map<String, String> fields = Map.ofEntries(
                Map.entry("setup", "setup"),
                Map.entry("setup:code", code),
                Map.entry("setup:name", NAME),
                Map.entry("setup:password", PASSWORD),
                Map.entry("setup:again", PASSWORD),
                Map.entry("setup:create", "create"),
                Map.entry("jakarta.faces.ViewState", state.group(1)));
        return fields.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
