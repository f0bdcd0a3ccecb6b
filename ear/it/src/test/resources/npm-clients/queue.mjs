// a worker of a stranger who followed the guide: two jobs, one of which fails
import { trace } from "@opentelemetry/api";
import { put, sdk, work } from "./worker.mjs";

const queue = [];
trace.getTracer("shop").startActiveSpan("POST /orders", (request) => {
  put(queue, "orders", { id: 1 });
  put(queue, "orders", { id: 2 });
  request.end();
  console.log(request.spanContext().traceId);
});
await work(queue, "orders", async (order) => {
  if (order.id === 2) throw new Error("order 2 cannot be packed");
});
await sdk.shutdown();
