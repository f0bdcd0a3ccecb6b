package org.scruffy.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/** Shows a plugin the JDK, the SPI and its own jars, and nothing else of the platform. */
final class PluginClassLoader extends URLClassLoader {

    private static final String SPI = "org.scruffy.spi.";
    private final ClassLoader host;

    PluginClassLoader(String name, URL[] jars, ClassLoader host) {
        super("plugin " + name, jars, ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.startsWith(SPI) ? host.loadClass(name) : super.loadClass(name, resolve);
    }

    /** Without this a jar that wrongly packs the SPI's own service files would be believed. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        return name.startsWith("META-INF/services/" + SPI) ? findResources(name) : super.getResources(name);
    }
}
