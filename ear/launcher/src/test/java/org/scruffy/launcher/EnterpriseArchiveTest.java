package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnterpriseArchiveTest {

    @TempDir
    Path folder;

    @Test
    void unfold_putsTheLibrariesOfTheEarBesideThoseOfTheWar() throws Exception {
        byte[] war = zip(Map.of("week.xhtml", text("page"), "WEB-INF/lib/faces.jar", text("faces")));
        Path ear = write(zip(Map.of("webapp.war", war, "lib/core.jar", text("core"))));

        Path webapp = folder.resolve("ROOT");
        new EnterpriseArchive(ear).unfold(webapp);

        assertThat(webapp.resolve("week.xhtml")).hasContent("page");
        assertThat(webapp.resolve("WEB-INF/lib/faces.jar")).hasContent("faces");
        assertThat(webapp.resolve("WEB-INF/lib/core.jar")).hasContent("core");
        assertThat(folder.resolve("webapp.war")).doesNotExist();
    }

    @Test
    void check_refusesAMissingFile() {
        Path missing = folder.resolve("scruffy.ear");

        assertThatThrownBy(new EnterpriseArchive(missing)::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(missing + " is missing");
    }

    @Test
    void check_refusesAFileThatIsNoArchive() throws IOException {
        Path garbage = write(text("garbage"));

        assertThatThrownBy(new EnterpriseArchive(garbage)::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(garbage.toString());
    }

    @Test
    void check_refusesAnArchiveWithoutTheWebApplication() throws IOException {
        Path empty = write(zip(Map.of("lib/core.jar", text("core"))));

        assertThatThrownBy(new EnterpriseArchive(empty)::check)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("webapp.war");
    }

    @Test
    void unfold_refusesAnEntryThatWouldLandOutside() throws IOException {
        Path ear = write(zip(Map.of("webapp.war", zip(Map.of("../outside", text("x"))))));

        assertThatThrownBy(() -> new EnterpriseArchive(ear).unfold(folder.resolve("ROOT")))
                .isInstanceOf(Refusal.class);
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("scruffy.ear"), content);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                ((OutputStream) zip).write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
