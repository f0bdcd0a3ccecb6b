package org.scruffy.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.nio.file.Path;

/** Payara Micro with the web application on it. */
final class Server {

    private static final String APPLICATION = "scruffy";

    private final PayaraMicroRuntime payara;

    private Server(PayaraMicroRuntime payara) {
        this.payara = payara;
    }

    static Server boot(int port) throws Refusal {
        try {
            return new Server(PayaraMicro.getInstance()
                    .setHttpPort(port)
                    .setNoCluster(true)
                    .setPrintLogo(false)
                    .setInstanceName(APPLICATION)
                    .bootStrap());
        } catch (BootstrapException e) {
            throw new Refusal(Refusal.Reason.DEPLOYMENT, "Payara Micro does not start: " + e.getMessage() + ".", e);
        }
    }

    void deploy(Path webapp) throws Refusal {
        boolean deployed = payara.deploy(APPLICATION, "/", webapp.toFile());
        if (!deployed) {
            throw new Refusal(Refusal.Reason.DEPLOYMENT, "The application cannot be deployed.");
        }
    }

    void stop() throws BootstrapException {
        payara.shutdown();
    }
}
