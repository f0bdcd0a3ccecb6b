package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Path DISTRIBUTION = Path.of("/opt/scruffy");

    @Test
    void defaults_areTheDemoOnPort8080InTheFolderData() throws Refusal {
        Settings settings = Settings.of(new String[0], Map.of());

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.data()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.plugins(DISTRIBUTION)).isEqualTo(DISTRIBUTION.resolve("plugins"));
        assertThat(settings.demo()).isTrue();
        assertThat(settings.originNetworks()).isEmpty();
        assertThat(settings.liveSpans()).isEqualTo(100);
        assertThat(settings.otlpGrpcPort()).isEqualTo(4317);
        assertThat(settings.smtpUrl()).isEmpty();
        assertThat(settings.smtpFrom()).isEmpty();
        assertThat(settings.publicUrl()).isEmpty();
    }

    @Test
    void everySetting_hasAFlag() throws Refusal {
        Settings settings = of(
                "--port",
                "1",
                "--data=/d",
                "--db-url",
                "postgresql://h/x",
                "--plugins",
                "/p",
                "--no-demo",
                "--origin-networks",
                "10.0.0.0/8",
                "--live-spans",
                "7",
                "--otlp-grpc-port",
                "off",
                "--smtp-url",
                "smtps://ada:secret@mail.example.org",
                "--smtp-from",
                "scruffy@example.org",
                "--public-url",
                "https://scruffy.example.org");

        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.data()).isEqualTo(Path.of("/d"));
        assertThat(settings.databaseUrl()).isEqualTo("postgresql://h/x");
        assertThat(settings.plugins(DISTRIBUTION)).isEqualTo(Path.of("/p"));
        assertThat(settings.demo()).isFalse();
        assertThat(settings.originNetworks()).isEqualTo("10.0.0.0/8");
        assertThat(settings.liveSpans()).isEqualTo(7);
        assertThat(settings.otlpGrpcPort()).isZero();
        assertThat(settings.smtpUrl()).isEqualTo("smtps://ada:secret@mail.example.org");
        assertThat(settings.smtpFrom()).isEqualTo("scruffy@example.org");
        assertThat(settings.publicUrl()).isEqualTo("https://scruffy.example.org/");
    }

    @Test
    void aPublicAddress_isOneThatPagesCanBeBelow() throws Refusal {
        assertThat(of("--public-url", "http://radio/scruffy/").publicUrl()).isEqualTo("http://radio/scruffy/");
        for (String url :
                new String[] {"scruffy.example.org", "ftp://radio", "https://", "https://radio/?a=b", "//h"}) {
            assertThatThrownBy(() -> of("--public-url", url))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("The address of --public-url is " + url);
        }
    }

    @Test
    void aMailServer_thatCannotBeReadIsRefusedWithoutItsPassword() {
        for (String url :
                new String[] {"http://ada:secret@mail", "mail.example.org", "smtp://", "smtp://ada:sec ret@h"}) {
            assertThatThrownBy(() -> of("--smtp-url", url))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("--smtp-url")
                    .hasMessageNotContaining("ret@");
        }
    }

    @Test
    void everySetting_hasAVariableOfTheSameName() throws Refusal {
        Settings settings = Settings.of(
                new String[0],
                Map.of(
                        "SCRUFFY_PORT", "1",
                        "SCRUFFY_DATA", "/d",
                        "SCRUFFY_DB_URL", "postgresql://h/x",
                        "SCRUFFY_PLUGINS", "/p",
                        "SCRUFFY_NO_DEMO", "true",
                        "SCRUFFY_ORIGIN_NETWORKS", "10.0.0.0/8",
                        "SCRUFFY_LIVE_SPANS", "7",
                        "SCRUFFY_OTLP_GRPC_PORT", "4318"));

        assertThat(settings.port()).isEqualTo(1);
        assertThat(settings.data()).isEqualTo(Path.of("/d"));
        assertThat(settings.databaseUrl()).isEqualTo("postgresql://h/x");
        assertThat(settings.plugins(DISTRIBUTION)).isEqualTo(Path.of("/p"));
        assertThat(settings.demo()).isFalse();
        assertThat(settings.originNetworks()).isEqualTo("10.0.0.0/8");
        assertThat(settings.liveSpans()).isEqualTo(7);
        assertThat(settings.otlpGrpcPort()).isEqualTo(4318);
    }

    @Test
    void aFlag_winsOverItsVariable() throws Refusal {
        assertThat(Settings.of(new String[] {"--port=2"}, Map.of("SCRUFFY_PORT", "1"))
                        .port())
                .isEqualTo(2);
    }

    @Test
    void anEmptyVariable_isNotSet() throws Refusal {
        assertThat(Settings.of(new String[0], Map.of("SCRUFFY_PORT", "")).port())
                .isEqualTo(8080);
    }

    @Test
    void aSampleOfNothing_isRefused() {
        assertThat(refusal(Map.of(), "--live-spans=0")).hasMessageContaining("--live-spans is 0, expected 1 or more");
    }

    @Test
    void anUnknownFlag_isRefusedByName() {
        assertThat(refusal(Map.of(), "--prot=1")).hasMessageContaining("--prot");
    }

    @Test
    void anUnknownVariable_isRefusedByName() {
        assertThat(refusal(Map.of("SCRUFFY_PROT", "1"))).hasMessageContaining("SCRUFFY_PROT");
    }

    @Test
    void aVariableOfSomebodyElse_isNobodysBusiness() throws Refusal {
        assertThat(Settings.of(new String[0], Map.of("HOME", "/", "PORT", "1")).port())
                .isEqualTo(8080);
    }

    @Test
    void aPortThatIsNone_isRefusedByValue() {
        assertThat(refusal(Map.of(), "--port=65536")).hasMessageContaining("65536");
        assertThat(refusal(Map.of("SCRUFFY_PORT", "eighty"))).hasMessageContaining("eighty");
    }

    @Test
    void aPortForGrpcThatIsNone_isRefusedByValue() {
        for (String port : new String[] {"65536", "on", "8080", ""}) {
            assertThat(refusal(Map.of(), "--otlp-grpc-port=" + port))
                    .as(port)
                    .hasMessageContaining("--otlp-grpc-port is " + port + ", expected 1 to 65535");
        }
    }

    private static Settings of(String... args) throws Refusal {
        return Settings.of(args, Map.of());
    }

    private static Refusal refusal(Map<String, String> environment, String... args) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> Settings.of(args, environment));
        assertThat(refusal).isNotNull();
        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.USAGE);
        assertThat(refusal.getMessage()).doesNotContain("\n");
        return refusal;
    }
}
