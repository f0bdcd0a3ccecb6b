package org.scruffy.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.scruffy.spi.telemetry.Expression;

class GuideTest {

    @ParameterizedTest
    @EnumSource
    void everyFunctionOfCalculatedFields_isTold(Expression.Function function) throws IOException {
        String guide = Files.readString(Path.of("src/main/webapp/guide.xhtml"));
        String told = guide.substring(guide.indexOf("class=\"g-functions\""), guide.indexOf("id=\"g-seen\""));
        assertThat(told).containsPattern("<code>" + Pattern.quote(function.name()) + "[<(]");
    }
}
