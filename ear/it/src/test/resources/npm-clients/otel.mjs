// a process with OpenTelemetry's whole SDK: a span with an error inside another, over HTTP or gRPC
import { Metadata } from "@grpc/grpc-js";
import { trace, SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter as OverGrpc } from "@opentelemetry/exporter-trace-otlp-grpc";
import { OTLPTraceExporter as OverHttp } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeSDK } from "@opentelemetry/sdk-node";

const [base, key, mark, grpc] = process.argv.slice(2);
const metadata = new Metadata();
metadata.set("x-honeycomb-team", key);
const sdk = new NodeSDK({
  serviceName: "node-otel",
  instrumentations: [],
  traceExporter: grpc
    ? new OverGrpc({ url: grpc, metadata })
    : new OverHttp({ url: base + "v1/traces", headers: { "x-scruffy-key": key } }),
});
sdk.start();
const tracer = trace.getTracer("it");
tracer.startActiveSpan("outer", (outer) => {
  tracer.startActiveSpan("inner", (inner) => {
    inner.setAttributes({ "npm.mark": mark, whole: 7, part: 0.5, truth: true });
    inner.recordException(new Error("kaputt"));
    inner.setStatus({ code: SpanStatusCode.ERROR });
    inner.end();
  });
  outer.end();
  console.log(outer.spanContext().traceId);
});
await sdk.shutdown();
