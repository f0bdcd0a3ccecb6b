package org.scruffy.dashcues;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.scruffy.spi.scte35.BreakMessage;
import org.scruffy.spi.scte35.SpliceCommand;
import org.scruffy.spi.scte35.SpliceDescriptor;
import org.scruffy.spi.scte35.SpliceInfo;

/** The content of an event: a section in the XML of SCTE 35 section 11, or in base64. What of it says nothing of breaks is left out. */
final class SectionXml {

    private static final int EVERYBODY = 0xFFF;
    private static final int LONGEST_BINARY = 6_000;

    private final StringBuilder binary = new StringBuilder();
    private final List<SpliceDescriptor> descriptors = new ArrayList<>();
    private boolean inBinary;
    private long adjustment;
    private OptionalLong at = OptionalLong.empty();
    private Optional<Element> insert = Optional.empty();
    private Optional<Element> descriptor = Optional.empty();
    private boolean signal;
    private Optional<SpliceCommand.BreakDuration> length = Optional.empty();
    private OptionalLong typeId = OptionalLong.empty();

    void start(Element element) {
        switch (element.name()) {
            case "Binary" -> inBinary = true;
            case "SpliceInfoSection" ->
                adjustment = element.number("ptsAdjustment").orElse(0);
            case "SpliceInsert" -> insert = Optional.of(element);
            case "TimeSignal" -> signal = true;
            case "SpliceTime" -> at = element.number("ptsTime");
            case "BreakDuration" ->
                length = element.number("duration").stream()
                        .mapToObj(ticks -> new SpliceCommand.BreakDuration(element.flag("autoReturn"), ticks))
                        .findFirst();
            case "SegmentationDescriptor" -> {
                descriptor = Optional.of(element);
                typeId = element.number("segmentationTypeId");
            }
            // of older editions of the standard, where the type stands beside the name
            case "SegmentationUpid" -> typeId = typeId.isPresent() ? typeId : element.number("segmentationTypeId");
            default -> {
                // says nothing of breaks
            }
        }
    }

    void text(String text) {
        if (inBinary && binary.length() + text.length() <= LONGEST_BINARY) {
            binary.append(text);
        }
    }

    void end(String name) {
        if (name.equals("Binary")) {
            inBinary = false;
        }
        if (name.equals("SegmentationDescriptor") && descriptor.isPresent()) {
            descriptors.add(segmentation(descriptor.get()));
            descriptor = Optional.empty();
        }
    }

    BreakMessage message() {
        if (!binary.isEmpty()) {
            return BreakMessage.of(binary.toString().replaceAll("\\s", ""));
        }
        if (insert.isEmpty() && !signal) {
            return new BreakMessage(BreakMessage.Meaning.UNREADABLE, Duration.ZERO, "");
        }
        SpliceCommand command =
                insert.<SpliceCommand>map(this::insert).orElseGet(() -> new SpliceCommand.TimeSignal(at));
        return BreakMessage.of(
                new SpliceInfo(3, Optional.empty(), adjustment, 0, EVERYBODY, command, descriptors),
                BreakMessage.BEGINNINGS);
    }

    private SpliceCommand.Insert insert(Element element) {
        return new SpliceCommand.Insert(
                element.number("spliceEventId").orElse(0),
                element.flag("spliceEventCancelIndicator"),
                element.flag("outOfNetworkIndicator"),
                element.flag("spliceImmediateFlag"),
                at,
                List.of(),
                length,
                (int) element.number("uniqueProgramId").orElse(0),
                (int) element.number("availNum").orElse(0),
                (int) element.number("availsExpected").orElse(0));
    }

    private SpliceDescriptor segmentation(Element element) {
        return new SpliceDescriptor.Segmentation(
                element.number("segmentationEventId").orElse(0),
                element.flag("segmentationEventCancelIndicator"),
                true,
                Optional.empty(),
                List.of(),
                element.number("segmentationDuration"),
                List.of(),
                (int) typeId.orElse(0),
                new SpliceDescriptor.Segmentation.Count(0, 0),
                Optional.empty());
    }
}
