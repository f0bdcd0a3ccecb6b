package org.scruffy.demo;

import java.util.List;
import java.util.stream.Stream;
import org.scruffy.demo.Message.Scene;

/**
 * The demo's spots. Underwriting messages name and describe, as public television's rules ask: no call to action, no price,
 * no comparison. On the kids feed none is longer than 15 seconds.
 */
final class Messages {

    private static final Message LIBRARY = support(
            "LIBF1500001",
            "Friends of the Larkhaven Library",
            5,
            "Story hours and quiet corners\nin all four branches",
            Scene.CITY,
            0x2F6F8F,
            262);
    private static final Message GARDENS = support(
            "MARI1500001",
            "Marigold Garden Center",
            5,
            "Seeds, soil and sound advice\non Orchard Road",
            Scene.HILLS,
            0xC9822B,
            294);
    private static final Message MUSEUM = support(
            "LCMU1500001",
            "Larkhaven Children's Museum",
            5,
            "Three floors of things to touch",
            Scene.BUNTING,
            0xB8437A,
            392);
    private static final Message DENTISTS = support(
            "TIDE1500001", "Tidewater Dental", 5, "Care for small teeth\non Mill Street", Scene.RIVER, 0x2A9D9A, 349);

    private static final Message MAIN_ID = station(
            "KSCF15ID001",
            "Station identification",
            5,
            "KSCF Larkhaven",
            "Scruffy Public Television",
            Scene.SUNRISE,
            0x1F4E79,
            220);
    private static final Message KIDS_ID = station(
            "KSCF15ID002",
            "Station identification, kids",
            5,
            "KSCF Kids",
            "Larkhaven's channel for the curious",
            Scene.BUNTING,
            0x6A4FB3,
            330);

    /** What supports the main feed. */
    static final List<Message> MAIN_SUPPORT = List.of(
            support(
                    "HALF3000001",
                    "The Halloran Family Foundation",
                    10,
                    "Helping the valley\ntell its own stories",
                    Scene.HILLS,
                    0x3F6B3A,
                    196),
            support(
                    "BELL1500001",
                    "Bellwether Books",
                    5,
                    "New and well-read books\non Ferry Street",
                    Scene.CITY,
                    0x7A3B4E,
                    247),
            support(
                    "WRCU3000001",
                    "Wend River Credit Union",
                    10,
                    "Owned by its members\nsince 1931",
                    Scene.RIVER,
                    0x1E6091,
                    208),
            support(
                    "COPK1500001",
                    "Copper Kettle Bakery",
                    5,
                    "Bread from stone ovens\nevery morning",
                    Scene.SUNRISE,
                    0xA4552B,
                    277),
            support(
                    "BRAN3000001",
                    "Brannock Medical Center",
                    10,
                    "Caring for families\nfrom the hills to the harbor",
                    Scene.RINGS,
                    0x356C9B,
                    233),
            support(
                    "NQHW1500001",
                    "North Quay Hardware",
                    5,
                    "Nails by the pound\nsince the ferry days",
                    Scene.CITY,
                    0x8A3324,
                    185),
            support(
                    "WEIR1500001",
                    "Weir Hall for the Arts",
                    5,
                    "Forty-one stages of the year\nunder one roof",
                    Scene.RINGS,
                    0x5B3A86,
                    311),
            support("OSPR1500001", "Osprey Outfitters", 5, "Boots, boats and good maps", Scene.HILLS, 0x2E5E5A, 165),
            LIBRARY,
            GARDENS);

    /** What supports the kids feed. */
    static final List<Message> KIDS_SUPPORT = List.of(LIBRARY, MUSEUM, GARDENS, DENTISTS);

    /** What the main feed says about its own programs. Each of these airs when it says. */
    static final List<Message> MAIN_PROMOS = List.of(
            station(
                    "KSCF30PR001",
                    "Promo: Harbor Lights",
                    10,
                    "Harbor Lights",
                    "A town, a lighthouse, six winters\nSundays at 8",
                    Scene.RIVER,
                    0x24476B,
                    175),
            station(
                    "KSCF15PR002",
                    "Promo: Live from Weir Hall",
                    5,
                    "Live from Weir Hall",
                    "Saturdays at 9",
                    Scene.RINGS,
                    0x6B2D5C,
                    330),
            station(
                    "KSCF15PR003",
                    "Promo: Larkhaven Tonight",
                    5,
                    "Larkhaven Tonight",
                    "Every evening at 6",
                    Scene.CITY,
                    0x1B3A5C,
                    294),
            station(
                    "KSCF30PR004",
                    "Promo: The Living Shore",
                    10,
                    "The Living Shore",
                    "Where the river meets the tide\nWednesdays at 8",
                    Scene.SUNRISE,
                    0x1F7A72,
                    220),
            station(
                    "KSCF15PR005",
                    "Promo: Garden Gate",
                    5,
                    "Garden Gate",
                    "Thursdays at 8",
                    Scene.HILLS,
                    0x4C7A34,
                    262));

    /** What the kids feed says about its own programs. */
    static final List<Message> KIDS_PROMOS = List.of(
            station(
                    "KSCF15PK001",
                    "Promo: Pip & Pebble",
                    5,
                    "Pip & Pebble",
                    "Every day at noon",
                    Scene.BUNTING,
                    0xD1495B,
                    392),
            station(
                    "KSCF15PK002",
                    "Promo: Numberland Ferry",
                    5,
                    "Numberland Ferry",
                    "All aboard! Mornings at 5",
                    Scene.RIVER,
                    0x2274A5,
                    349),
            station(
                    "KSCF15PK003",
                    "Promo: Good Night Lighthouse",
                    5,
                    "Good Night Lighthouse",
                    "Every night at 8",
                    Scene.SUNRISE,
                    0x473B78,
                    262));

    private Messages() {}

    static Message mainId() {
        return MAIN_ID;
    }

    static Message kidsId() {
        return KIDS_ID;
    }

    /** Every spot once. */
    static List<Message> all() {
        return Stream.of(MAIN_PROMOS, KIDS_PROMOS, List.of(MAIN_ID, KIDS_ID), MAIN_SUPPORT, KIDS_SUPPORT)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static Message support(
            String adId, String underwriter, int segments, String copy, Scene scene, int color, int tone) {
        String title = underwriter + (segments == 5 ? ", 15 s" : ", 30 s");
        return new Message(adId, title, underwriter, segments, underwriter, copy, scene, color, tone);
    }

    private static Message station(
            String adId, String title, int segments, String headline, String copy, Scene scene, int color, int tone) {
        return new Message(adId, title, "", segments, headline, copy, scene, color, tone);
    }
}
