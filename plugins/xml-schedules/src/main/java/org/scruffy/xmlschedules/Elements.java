package org.scruffy.xmlschedules;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** The elements of a file, one after the other. Document types are passed over, what they define is unknown. */
final class Elements {

    private static final int DEEPEST = 64;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private int depth;

    /** What cannot be read of a file, in words. */
    static final class NotXml extends Exception {

        private static final long serialVersionUID = 1L;

        final long line;

        NotXml(long line, String found, Throwable cause) {
            super(found, cause);
            this.line = line;
        }
    }

    private Elements(XMLStreamReader xml) {
        this.xml = xml;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("http://javax.xml.XMLConstants/property/accessExternalDTD", "");
        return factory;
    }

    static Elements of(InputStream in) throws IOException, NotXml {
        try {
            return new Elements(FACTORY.createXMLStreamReader(new ShortPieces(in)));
        } catch (XMLStreamException e) {
            throw notXml(1, e);
        }
    }

    /** Goes on to the next start, text or end; false at the end of the file. */
    boolean next() throws IOException, NotXml {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT && ++depth > DEEPEST) {
                    throw new NotXml(line(), "elements " + depth + " deep", null);
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
                if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new NotXml(line(), "the entity &" + xml.getLocalName() + ";, which is not resolved", null);
                }
                if (event == XMLStreamConstants.START_ELEMENT || event == XMLStreamConstants.END_ELEMENT || isText()) {
                    return true;
                }
            }
            return false;
        } catch (XMLStreamException e) {
            throw notXml(line(), e);
        }
    }

    private static NotXml notXml(long line, XMLStreamException e) throws IOException {
        Throwable cause = e.getNestedException() == null ? e : e.getNestedException();
        if (cause instanceof ShortPieces.TooLong) {
            return new NotXml(line, cause.getMessage(), e);
        }
        if (cause instanceof IOException io
                && !(cause instanceof java.io.CharConversionException)
                && !cause.getClass().getName().contains("MalformedByteSequence")) {
            throw io;
        }
        String message = e.getMessage() == null ? "no XML" : e.getMessage();
        return new NotXml(line, message.substring(message.indexOf("Message: ") + 1), e);
    }

    boolean isStart() {
        return xml.isStartElement();
    }

    boolean isEnd() {
        return xml.isEndElement();
    }

    boolean isText() {
        return xml.isCharacters();
    }

    String name() {
        return xml.getLocalName();
    }

    String text() {
        return xml.getText();
    }

    Optional<String> attribute(String name) {
        return Optional.ofNullable(xml.getAttributeValue(null, name));
    }

    long line() {
        return Math.max(1, xml.getLocation().getLineNumber());
    }
}
