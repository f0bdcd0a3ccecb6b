package org.scruffy.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One client who sends a byte a second; of those who come in their hundreds is {@link SlowClientsIT}. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(RunningScruffy.Shared.class)
class TricklingBodyIT {

    @InTurn
    @Timeout(60)
    void bodyThatDoesNotEnd_isCutAfterHalfAMinute(RunningScruffy scruffy) throws Exception {
        try (Socket socket = HostileClientsIT.connect(
                scruffy,
                HostileClientsIT.head("/v1/traces", "Content-Type: application/json", "Content-Length: 1000"))) {
            while (socket.getInputStream().available() == 0) {
                socket.getOutputStream().write(' ');
                TimeUnit.SECONDS.sleep(1);
            }
            assertThat(HostileClientsIT.status(socket.getInputStream())).isEqualTo("HTTP/1.1 408");
        }
    }
}
