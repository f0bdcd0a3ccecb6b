package org.scruffy.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.scruffy.spi.telemetry.Run;
import org.scruffy.web.door.Wire;

/** On the HTTP server that Payara has. */
@Timeout(60)
class CallersTest {

    private static final String REQUEST = "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n{}";

    private final Callers callers = new Callers();
    private final BlockingQueue<Run> runs = new LinkedBlockingQueue<>();
    private final CountDownLatch answered = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        NetworkListener listener = new NetworkListener("callers", "localhost", 0);
        server = new HttpServer();
        server.addListener(listener);
        server.getServerConfiguration().addHttpHandler(new HttpHandler() {
            @Override
            public void service(Request request, Response response) throws Exception {
                request.getInputStream().readAllBytes();
                SocketChannel connection =
                        (SocketChannel) ((TCPNIOConnection) request.getContext().getConnection()).getChannel();
                Run run = new Run(Duration.ofSeconds(10));
                CountDownLatch cancelled = new CountDownLatch(1);
                run.onCancel(cancelled::countDown);
                try (Callers.Watch watch = callers.watch(new Wire(connection), run)) {
                    assertThat(watch).isNotNull();
                    runs.add(run);
                    cancelled.await(2, TimeUnit.SECONDS);
                    if (request.getRequestURI().equals("/spoilt")) {
                        connection.shutdownInput();
                    }
                }
                response.getWriter().write("done");
                answered.countDown();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.shutdownNow();
        callers.stop();
    }

    private Socket ask(String request) throws IOException {
        Socket socket = new Socket(
                InetAddress.getByName("localhost"),
                server.getListener("callers").getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoHangsUp_cancelsTheRun() throws Exception {
        ask(REQUEST).close();
        Run run = runs.take();
        answered.await();
        assertThat(run.cancelled()).isTrue();
    }

    @Test
    void whoWaits_isAnswered_andWhatIsSentMeanwhileIsTheNextRequest() throws Exception {
        try (Socket patient = ask(REQUEST)) {
            Run first = runs.take();
            patient.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            assertThat(answer(patient)).endsWith("done");
            assertThat(first.cancelled()).isFalse();
            assertThat(answer(patient)).endsWith("done");
            assertThat(runs.take().cancelled()).isFalse();
        }
    }

    @Test
    void whoseNextRequestWasTouched_isAnsweredOnce() throws Exception {
        try (Socket hasty = ask(REQUEST.replace(" / ", " /spoilt "))) {
            hasty.setSoTimeout(10_000); // a connection that is kept is kept for longer
            assertThat(answer(hasty)).endsWith("done");
            assertThat(hasty.getInputStream().readAllBytes())
                    .asString(StandardCharsets.US_ASCII)
                    .doesNotContain("HTTP/1.1");
        }
    }

    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!answer.toString().endsWith("done")) {
            answer.append((char) in.read());
        }
        return answer.toString();
    }
}
