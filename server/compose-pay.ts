// Payment providers, put together with where they may be asked; the simulated one is found where the sandbox runs.
import { providersOver, checkProviderSettings } from "#adapters/pay/open.ts";
import { connectSandbox } from "#adapters/sandbox/client.ts";
import type { PayPorts } from "#payments/checkouts.ts";
import { UserError } from "#platform/errors.ts";
import type { Installation } from "#platform/installation.ts";
import { readSealKey } from "#platform/seal.ts";
import { resolverFor } from "#webhooks/names.ts";
import { checkLiteral, guardedLookup, reachOf } from "#webhooks/reach.ts";

/** What asks payment providers; they may be where callbacks may. */
export async function payPorts(
  { app, worker, config, demo, log }: Installation,
  role: "app" | "worker",
): Promise<PayPorts> {
  const reach = reachOf(config, demo);
  const lookup = guardedLookup(reach, resolverFor(reach));
  const sandboxUrl = async (): Promise<string> => {
    const sandbox = await connectSandbox(config.home);
    if (!sandbox) throw new UserError("the sandbox does not run; start it with npm start");
    return `http://127.0.0.1:${sandbox.ports().control}`;
  };
  return {
    db: role === "app" ? app : worker,
    sealKey: await readSealKey(config),
    openProvider: providersOver({ lookup, check: (url) => checkLiteral(reach, url) }, sandboxUrl),
    checkProvider: checkProviderSettings,
    publicUrl: config.publicUrl,
    log,
  };
}
