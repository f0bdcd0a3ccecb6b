// npm install graphql pg @opentelemetry/sdk-node @opentelemetry/exporter-trace-otlp-http
//   @opentelemetry/instrumentation-graphql @opentelemetry/instrumentation-pg
const { NodeSDK } = require("@opentelemetry/sdk-node");
const { OTLPTraceExporter } = require("@opentelemetry/exporter-trace-otlp-http");
const { GraphQLInstrumentation } = require("@opentelemetry/instrumentation-graphql");
const { PgInstrumentation } = require("@opentelemetry/instrumentation-pg");

// before anything else is loaded: every query, every resolver and every statement is a span
exports.sdk = new NodeSDK({
  serviceName: "graphql",
  traceExporter: new OTLPTraceExporter({ url: "YOUR-URL/v1/traces", headers: { "x-scruffy-key": "YOUR-KEY" } }),
  instrumentations: [new GraphQLInstrumentation({ ignoreTrivialResolveSpans: true }), new PgInstrumentation()],
});
exports.sdk.start();
