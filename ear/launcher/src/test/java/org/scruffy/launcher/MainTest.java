package org.scruffy.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    private static final int JAVA_8 = 52;

    @ParameterizedTest
    @CsvSource({"1.8,true", "9,true", "16,true", "17,false", "25,false"})
    void isTooOld_below17(String version, boolean tooOld) {
        assertThat(Main.isTooOld(version)).isEqualTo(tooOld);
    }

    @Test
    void main_canBeLoadedByJava8() throws IOException {
        try (InputStream file = Main.class.getResourceAsStream("Main.class");
                DataInputStream bytes = new DataInputStream(file)) {
            bytes.readInt();
            bytes.readUnsignedShort();
            assertThat(bytes.readUnsignedShort()).isEqualTo(JAVA_8);
        }
    }
}
