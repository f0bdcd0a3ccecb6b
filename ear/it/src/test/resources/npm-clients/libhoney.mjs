// brings two events, one that is too long, and says what Honeycomb's client heard of each
import Libhoney from "libhoney";

const [base, key, mark] = process.argv.slice(2);
const honey = new Libhoney({
  apiHost: base,
  writeKey: key,
  dataset: "node ds",
  responseCallback: (answers) => answers.forEach((a) => console.log(a.status_code, a.error?.message ?? "")),
});
honey.sendNow({ "npm.mark": mark, whole: 7 });
honey.sendNow({ "npm.mark": mark, long: "x".repeat(70_000) });
await honey.flush();
