package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scruffy.client.RetentionDocument;
import org.scruffy.client.RetentionDocument.Own;
import org.scruffy.spi.telemetry.Retention;
import org.scruffy.telemetry.BadQuery;

class EventStoreResourceTest {

    private final EventStoreResource resource = new EventStoreResource();

    @ParameterizedTest
    @CsvSource({
        "from, , 2026-06-07T10:00:00Z, 10, csv",
        "from, yesterday, 2026-06-07T10:00:00Z, 10, csv",
        "from, 1969-06-07T10:00:00Z, 2026-06-07T10:00:00Z, 10, csv",
        "to, 2026-06-07T10:00:00Z, +9999999-06-07T10:00:00Z, 10, csv",
        "to, 2026-06-07T10:00:00Z, 2026-06-07T10:00:00Z, 10, csv",
        "limit, 2026-06-07T10:00:00Z, 2026-06-07T11:00:00Z, 0, csv",
        "limit, 2026-06-07T10:00:00Z, 2026-06-07T11:00:00Z, many, csv",
        "format, 2026-06-07T10:00:00Z, 2026-06-07T11:00:00Z, 10, xls",
    })
    void events_namesTheParameterThatIsWrong(String field, String from, String to, String limit, String format) {
        BadQuery bad = catchThrowableOfType(BadQuery.class, () -> resource.events("d", from, to, limit, format));
        assertThat(bad.field()).isEqualTo(field);
    }

    @Test
    void retention_isWhatItSays() {
        assertThat(EventStoreResource.checked(new RetentionDocument(7, List.of(new Own("audit", 400), new Own("", 1)))))
                .isEqualTo(new Retention(7, Map.of("audit", 400, "", 1)));
        assertThat(EventStoreResource.checked(new RetentionDocument(60, null))).isEqualTo(Retention.DEFAULT);
    }

    @Test
    void retention_namesTheFieldThatIsWrong() {
        assertThat(wrong(new RetentionDocument(null, null))).isEqualTo("days");
        assertThat(wrong(new RetentionDocument(0, null))).isEqualTo("days");
        assertThat(wrong(new RetentionDocument(1, List.of(new Own("a", 1), new Own("b", 36_526)))))
                .isEqualTo("datasets[1].days");
        assertThat(wrong(new RetentionDocument(1, List.of(new Own(null, 1))))).isEqualTo("datasets[0].dataset");
        assertThat(wrong(new RetentionDocument(1, List.of(new Own("a", 1), new Own("a", 2)))))
                .isEqualTo("datasets[1].dataset");
    }

    private static String wrong(RetentionDocument document) {
        return catchThrowableOfType(BadInput.class, () -> EventStoreResource.checked(document))
                .field();
    }
}
