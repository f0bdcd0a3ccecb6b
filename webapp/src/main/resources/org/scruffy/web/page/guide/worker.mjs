// npm install @opentelemetry/api @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-http
import { context, propagation, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeSDK } from "@opentelemetry/sdk-node";

export const sdk = new NodeSDK({
  serviceName: "worker",
  instrumentations: [],
  traceExporter: new OTLPTraceExporter({ url: "YOUR-URL/v1/traces", headers: { "x-scruffy-key": "YOUR-KEY" } }),
});
sdk.start();
const tracer = trace.getTracer("queue");

/** What is put into the queue says of which trace it is. */
export function put(queue, name, body) {
  tracer.startActiveSpan(`${name} publish`, { kind: SpanKind.PRODUCER, attributes: { "messaging.destination.name": name } }, (span) => {
    const headers = {};
    propagation.inject(context.active(), headers);
    queue.push({ headers, body });
    span.end();
  });
}

/** A job is a span in the trace of who asked for it, however much later it runs. */
export async function work(queue, name, job) {
  for (let one = queue.shift(); one; one = queue.shift()) {
    const asked = propagation.extract(context.active(), one.headers);
    const about = { kind: SpanKind.CONSUMER, attributes: { "messaging.destination.name": name } };
    await tracer.startActiveSpan(`${name} process`, about, asked, async (span) => {
      try {
        await job(one.body);
      } catch (failure) {
        span.recordException(failure);
        span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
      } finally {
        span.end();
      }
    });
  }
}
