package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.OutputStream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** An XML document on its way out. */
final class Writing {

    interface Part {
        void write() throws XMLStreamException;
    }

    private final XMLStreamWriter xml;

    private Writing(XMLStreamWriter xml) {
        this.xml = xml;
    }

    interface Document {
        void write(Writing document) throws XMLStreamException;
    }

    static void to(OutputStream out, Document document) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            document.write(new Writing(xml));
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException io ? io : new IOException(e);
        }
    }

    /** An element with its attributes, names and values in turn; an attribute without a value is left out. */
    void element(String name, String[] attributes, Part content) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement(name);
        for (int i = 0; i < attributes.length; i += 2) {
            if (!attributes[i + 1].isEmpty()) {
                xml.writeAttribute(attributes[i], clean(attributes[i + 1]));
            }
        }
        content.write();
        xml.writeEndElement();
    }

    void element(String name, Part content) throws XMLStreamException {
        element(name, new String[0], content);
    }

    /** An element of text; nothing where there is none. */
    void text(String name, String text, String... attributes) throws XMLStreamException {
        if (!text.isEmpty()) {
            element(name, attributes, () -> xml.writeCharacters(clean(text)));
        }
    }

    void namespace(String uri) throws XMLStreamException {
        xml.writeDefaultNamespace(uri);
    }

    /** XML has no place for control characters. */
    private static String clean(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD");
    }
}
