package org.scruffy.web.rest;

import java.time.Instant;
import org.scruffy.asrun.AsRunImport;
import org.scruffy.asrun.AsRunImportRow;
import org.scruffy.asrun.AsRunRow;
import org.scruffy.asrun.ReconciledSpot;
import org.scruffy.client.AsRun;

/** The documents of what aired. */
final class AsRunDocuments {

    private AsRunDocuments() {}

    static AsRun.Row of(AsRunRow row) {
        return new AsRun.Row(
                row.id(),
                row.feed(),
                row.at(),
                row.length().toMillis(),
                row.adId(),
                row.title(),
                row.source(),
                row.placement(),
                row.outcome(),
                row.reason(),
                row.proof().map(proof -> of(row.at(), proof)));
    }

    private static AsRun.Proof of(Instant start, AsRunRow.Proof proof) {
        return new AsRun.Proof(
                proof.avail(),
                proof.availKey(),
                proof.cue(),
                proof.plannedStart(),
                proof.plannedStart().plus(proof.planned()),
                start.plusNanos(proof.ticks() * 100_000 / 9),
                proof.planned().toMillis() * 90,
                ticks(start),
                proof.ticks(),
                proof.firstSequence(),
                proof.lastSequence(),
                proof.discontinuity(),
                proof.renditions(),
                proof.fill(),
                proof.spliceError().toMillis(),
                proof.media(),
                proof.contentHash(),
                proof.loudness(),
                proof.etag(),
                proof.traceId());
    }

    private static long ticks(Instant at) {
        return at.getEpochSecond() * 90_000 + Math.round(at.getNano() * 9 / 100_000.0);
    }

    static AsRun.Import of(AsRunImport one) {
        return new AsRun.Import(
                one.id(),
                one.at(),
                one.actor(),
                one.fileName(),
                one.feed(),
                one.template(),
                one.from().toString(),
                one.to().toString(),
                one.state(),
                one.rows(),
                one.bad(),
                one.known(),
                one.matched(),
                one.skipped(),
                one.problem());
    }

    static AsRun.ImportRow of(AsRunImportRow row) {
        return new AsRun.ImportRow(
                row.line(),
                row.raw(),
                row.at(),
                row.length().toMillis(),
                row.adId(),
                row.title(),
                row.placement(),
                row.outcome(),
                row.known(),
                row.problem());
    }

    static AsRun.Spot of(ReconciledSpot spot) {
        return new AsRun.Spot(
                spot.placement(),
                spot.adBreak(),
                spot.position(),
                spot.plannedAt(),
                spot.planned().toMillis(),
                spot.adId(),
                spot.title(),
                spot.underwriter(),
                spot.order(),
                spot.orderName(),
                spot.line(),
                spot.status(),
                spot.outcome().map(Enum::name).orElse(""),
                spot.airedAt(),
                spot.aired().toMillis(),
                spot.source(),
                spot.note(),
                spot.corrected(),
                spot.makeGood());
    }
}
