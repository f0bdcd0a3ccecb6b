package org.scruffy.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DiskTest {

    private final AtomicLong free = new AtomicLong(Disk.LEAST);

    @Test
    void full_saysSoBelowTheLeastAndTakesItBackWhenThereIsEnough() throws Exception {
        Disk disk = new Disk(free::get);
        assertThat(disk.full()).isEmpty();
        assertThat(later(disk, Disk.LEAST - 1)).contains("999 MB free", "at least 1,100 MB");
        assertThat(later(disk, Disk.LEAST)).as("not with the first byte").isNotEmpty();
        assertThat(later(disk, Disk.LEAST * 2)).isEmpty();
    }

    private String later(Disk disk, long bytes) throws Exception {
        free.set(bytes);
        Thread.sleep(1_100); // it looks once a second
        return disk.full();
    }
}
