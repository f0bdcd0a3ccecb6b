package org.scruffy.web.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WireTest {

    private Socket client;
    private SocketChannel connection;
    private Wire wire;

    @BeforeEach
    void connect() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(here, 0))) {
            client = new Socket(here, server.socket().getLocalPort());
            connection = server.accept();
        }
        connection.configureBlocking(false);
        wire = new Wire(connection);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        connection.close();
    }

    private void send(String words) throws IOException {
        client.getOutputStream().write(words.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        while (!wire.hasMore()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatHasCome_staysWhereItIs() throws Exception {
        assertThat(wire.isCut()).isFalse();
        send("GET");
        assertThat(wire.isCut()).isFalse();
        ByteBuffer all = ByteBuffer.allocate(9);
        assertThat(connection.read(all)).isEqualTo(3);
    }

    @Test
    void whoHangsUp_isGone() throws Exception {
        client.close();
        while (!wire.isCut()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatCameBetweenTwoLooks_endsTheConnectionAndCancelsNothing() throws Exception {
        send("GET");
        assertThat(wire.ends()).isFalse();
        assertThat(wire.isCut()).isFalse();
        assertThat(connection.read(ByteBuffer.allocate(9))).isEqualTo(-1);
        assertThat(connection.write(ByteBuffer.wrap(new byte[9]))).isEqualTo(9);
    }
}
