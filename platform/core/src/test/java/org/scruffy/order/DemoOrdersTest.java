package org.scruffy.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.scruffy.order.TestStationDesk.ANNA;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scruffy.order.Order.State;
import org.scruffy.plugin.Platform;
import org.scruffy.schedule.ScheduleChanged;

class DemoOrdersTest {

    private Path data;
    private TestStationDesk desk;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        data = folder;
        desk = new TestStationDesk(folder, 1_000);
        String acme = desk.underwriters.create(ANNA, "Acme", "").id();
        desk.creative("SPOTA", "CREDIT", 15_015, acme);
        desk.creative("SPOTB", "CREDIT", 30_030, acme);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    private DemoOrders demo(boolean on) {
        Platform platform = new Platform(data, data, URI.create("http://localhost/"), on);
        return new DemoOrders(platform, desk.database, desk.clock, desk.underwriters, desk.creatives, desk.orders);
    }

    @Test
    void demo_writesOrdersOnce() {
        demo(true).followed(new ScheduleChanged("KSCF", "main"));
        demo(true).followed(new ScheduleChanged("KSCF", "kids"));

        assertThat(desk.orders.find("KSCF", Find.all()).found()).singleElement().satisfies(order -> {
            assertThat(order.state()).isEqualTo(State.APPROVED);
            assertThat(order.lines()).singleElement().satisfies(line -> {
                assertThat(line.lengthMs()).isEqualTo(15_015);
                assertThat(line.creatives()).containsExactly(new Rotation.Share("SPOTA", 1));
            });
        });
        assertThat(desk.creatives.get("KSCF", "SCRF0100H").approval()).isEqualTo(CreativeCard.Approval.SUBMITTED);
    }

    @Test
    void realStation_getsNone() {
        demo(false).followed(new ScheduleChanged("KSCF", "main"));

        assertThat(desk.orders.find("KSCF", Find.all()).found()).isEmpty();
        assertThat(desk.underwriters.categories()).isEmpty();
    }
}
