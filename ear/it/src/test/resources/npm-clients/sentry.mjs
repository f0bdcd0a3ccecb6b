// what Sentry's client for Node catches
import * as Sentry from "@sentry/node";

const [base, key, mark] = process.argv.slice(2);
Sentry.init({ dsn: base.replace("//", `//${key}@`) + "7", defaultIntegrations: false });
Sentry.captureException(new TypeError(mark));
console.log(await Sentry.flush(20_000));
