/**
 * The REST API for programs: interfaces for MicroProfile Rest Client, and the documents of the API that have a shape of their own. The
 * server writes exactly these. Whoever asks shows a key:
 *
 * <pre>
 * EditsApi edits = RestClientBuilder.newBuilder()
 *         .baseUri(URI.create("https://scruffy.example/api"))
 *         .register((ClientRequestFilter) request -&gt; request.getHeaders().putSingle("Authorization", "Bearer " + key))
 *         .build(EditsApi.class);
 * edits.changeBreak("KSCF", id, Problems.seen(version), EditDocument.changeBreak(90_000));
 * </pre>
 *
 * Instants are UTC; days are those of the feed, written like {@code 2026-11-24}. What is refused comes as {@link ProblemException}, which names the field.
 */
package org.scruffy.client;
