// Routes tried for real: signed in and out again, with their settings as they are sealed.
import { SmppConfig } from "#adapters/smpp/config.ts";
import { probeSmpp } from "#adapters/smpp/probe.ts";
import type { SmtpConfig } from "#adapters/smtp/config.ts";
import { probeSmtp } from "#adapters/smtp/probe.ts";
import { openSettings } from "#messages/routes/secrets.ts";
import type { SealKey } from "#platform/seal.ts";

/** A route as `doctor` reads it. */
export type Probed = {
  readonly clientId: string;
  readonly name: string;
  readonly adapter: string;
  readonly config: Readonly<Record<string, unknown>>;
};

const LONGEST_MS = 5_000;

/** What was done, in words; undefined for a route that has nothing to sign in to. Throws what the far side says. */
export async function probeRoute(key: SealKey, route: Probed): Promise<string | undefined> {
  if (route.config["host"] === "sandbox") return undefined;
  if (route.adapter === "smpp") {
    const config = SmppConfig.parse(openSettings(key, route));
    await probeSmpp(config, LONGEST_MS);
    return `bound as ${config.systemId} and unbound`;
  }
  if (route.adapter !== "smtp") return undefined;
  const settings = openSettings(key, route) as Partial<SmtpConfig>;
  // What a probe needs of these is that they are there: nothing is sent.
  const unsent = {
    routeId: route.name,
    from: { address: "probe@dunlin.invalid" },
    returnPathDomain: "dunlin.invalid",
    returnPathSecret: "not used for a probe",
  };
  const { host = "localhost", port = 25, tls, auth } = settings;
  await probeSmtp(
    { ...unsent, host, port, ...(tls && { tls }), ...(auth && { auth }) },
    LONGEST_MS,
  );
  return auth ? `signed in as ${auth.user}` : "greeted; it asks for no password";
}
