// a trace of two spans by Honeycomb's Beeline; says its id
const [base, key, mark] = process.argv.slice(2);
const beeline = require("honeycomb-beeline")({ apiHost: base, writeKey: key, serviceName: "node beeline" });

const trace = beeline.startTrace({ name: "outer", "npm.mark": mark });
const span = beeline.startSpan({ name: "inner", whole: 7, part: 0.5, truth: true });
beeline.finishSpan(span);
beeline.finishTrace(trace);
beeline.flush().then(() => console.log(trace.payload["trace.trace_id"]));
