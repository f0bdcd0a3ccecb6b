package org.scruffy.launcher;

import fish.payara.micro.BootstrapException;
import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Payara Micro with the web application on it. */
final class Server {

    /** Payara Micro answers for the folder of this name at the root of the site. */
    static final String WEBAPP = "ROOT";

    private final PayaraMicroRuntime payara;

    private Server(PayaraMicroRuntime payara) {
        this.payara = payara;
    }

    /** Boots and deploys in one step: a deployment that is ordered after the boot takes twice as long. */
    static Server boot(int port, Path webapp, Path work, Path logging) throws Refusal {
        try {
            Path unpacked = Files.createDirectories(work.resolve("payara"));
            PayaraMicro.setUpackedJarDir(unpacked.toFile());
            PayaraMicroRuntime payara = PayaraMicro.getInstance()
                    .setHttpPort(port)
                    .setNoHazelcast(true)
                    .setPrintLogo(false)
                    .setInstanceName("scruffy")
                    .setRootDir(Files.createDirectories(work.resolve("domain")).toFile())
                    .setLogPropertiesFile(logging.toFile())
                    .addDeploymentFile(webapp.toFile())
                    .bootStrap();
            return new Server(payara);
        } catch (BootstrapException | IOException | RuntimeException e) {
            throw new Refusal(
                    Refusal.Reason.DEPLOYMENT, "Payara Micro does not start: " + Cause.of(e.toString(), e) + ".", e);
        }
    }

    /** Payara Micro itself stays up without its application, answering 404. */
    void checkDeployed(Path log) throws Refusal {
        Collection<String> deployed = payara.getDeployedApplicationNames();
        if (deployed != null && deployed.contains(WEBAPP)) return;
        throw new Refusal(
                Refusal.Reason.DEPLOYMENT,
                "The application cannot be deployed: " + Log.lastSevere() + ". The whole story is in " + log + ".");
    }

    void stop() throws BootstrapException {
        payara.shutdown();
    }
}
