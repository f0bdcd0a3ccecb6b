package org.scruffy.feed;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which addresses are asked for people who write them into a form: http and https, of servers in public networks. Whoever
 * may add a feed, or a webhook, must not see with it what this machine sees: itself, its neighbours, the cloud's metadata service.
 */
public final class OriginPolicy {

    /** A network by its prefix (RFC 4632): the JDK has no class for it, and this is all that is needed. */
    record Network(InetAddress address, int prefix) {

        private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/(\\d{1,3})");

        /** @throws IllegalArgumentException where the text is not an address and a prefix, like 10.0.0.0/8 */
        static Network of(String text) {
            var matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw bad(text);
            }
            try {
                InetAddress address = InetAddress.getByName(matcher.group(1));
                int prefix = Integer.parseInt(matcher.group(2));
                if (prefix > address.getAddress().length * 8) {
                    throw bad(text);
                }
                return new Network(address, prefix);
            } catch (UnknownHostException e) {
                throw bad(text);
            }
        }

        private static IllegalArgumentException bad(String text) {
            return new IllegalArgumentException("scruffy.origin-networks holds '" + text
                    + "', expected networks like 10.0.0.0/8, with commas between");
        }

        boolean holds(InetAddress other) {
            byte[] ours = address.getAddress();
            byte[] theirs = other.getAddress();
            if (ours.length != theirs.length) {
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((ours[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + prefix;
        }
    }

    /** IANA's special-purpose registries (RFC 6890), and the IPv6 networks that carry IPv4 addresses inside. */
    private static final List<Network> SPECIAL =
            networks("0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,"
                    + "172.16.0.0/12,192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,"
                    + "203.0.113.0/24,224.0.0.0/4,240.0.0.0/4,::/96,64:ff9b::/96,64:ff9b:1::/48,100::/64,2001::/23,2001:db8::/32,"
                    + "2002::/16,fc00::/7,fe80::/10,fec0::/10,ff00::/8");

    private static final List<Network> LOOPBACK = networks("127.0.0.0/8,::1/128");

    private final List<Network> allowed;

    /**
     * @param networks that are fetched from though they are not public, with commas between
     * @param demo whether this machine itself may be fetched from, where the demo's origin is
     */
    public OriginPolicy(String networks, boolean demo) {
        List<Network> all = new ArrayList<>(networks(networks));
        if (demo) {
            all.addAll(LOOPBACK);
        }
        this.allowed = List.copyOf(all);
    }

    private static List<Network> networks(String text) {
        return text.isBlank()
                ? List.of()
                : List.of(text.split(",")).stream()
                        .map(String::strip)
                        .map(Network::of)
                        .toList();
    }

    /**
     * Why an address is not fetched, empty where it may be. The host is looked up here, and the connection that follows takes the
     * same answer: the JVM keeps it for 30 s (networkaddress.cache.ttl), so that a name cannot mean something else a moment later.
     */
    public String refusal(String address) {
        if (!Addresses.web(address)) {
            return "is at '" + shown(address) + "', expected http or https";
        }
        String host;
        try {
            host = URI.create(address).getHost();
        } catch (IllegalArgumentException e) {
            return "is at an address that cannot be read: " + e.getMessage();
        }
        if (host == null) {
            return "is at '" + shown(address) + "', which names no server";
        }
        try {
            for (InetAddress one : InetAddress.getAllByName(host)) {
                if (!mayBe(one)) {
                    return "is in a network that is not fetched from: " + one.getHostAddress()
                            + " is not public; whoever runs Scruffy allows it with --origin-networks";
                }
            }
            return "";
        } catch (UnknownHostException e) {
            return "is at a server nobody knows: " + host;
        }
    }

    private boolean mayBe(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.holds(address))
                || SPECIAL.stream().noneMatch(network -> network.holds(address));
    }

    private static String shown(String address) {
        return address.length() > 100 ? address.substring(0, 100) + "…" : address;
    }
}
