// Every payment provider there is: what its settings must be, and how it is opened.
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type {
  CheckProvider,
  OpenProvider,
  ProviderKind,
  ProviderSettings,
} from "#payments/provider.ts";
import { UserError } from "#platform/errors.ts";
import { openPayfast } from "../pay-payfast/provider.ts";
import { openStripePay } from "../pay-stripe/provider.ts";
import type { PayReach } from "./ask.ts";
import { openSandboxPay } from "../pay-sandbox/provider.ts";

const address = z.url({ protocol: /^https?$/u }).exactOptional();
const secret = z.string().min(8).max(300);

const SHAPES = {
  sandbox: z.strictObject({
    secret: z.string().min(8).max(300).exactOptional(),
    baseUrl: address,
    timeoutMs: z.int().min(50).max(60_000).exactOptional(),
  }),
  stripe: z.strictObject({ secretKey: secret, webhookSecret: secret, apiUrl: address }),
  payfast: z.strictObject({
    merchantId: z.string().regex(/^\d{1,20}$/u),
    merchantKey: z.string().min(1).max(100),
    passphrase: z.string().max(100).exactOptional(),
    sandbox: z.boolean().exactOptional(),
    sourceCheck: z.boolean().exactOptional(),
    baseUrl: address,
  }),
} as const;

/** Checks settings as they were given; the sandbox gets a secret when it has none. Throws a `UserError`. */
export const checkProviderSettings: CheckProvider = (kind, settings) => {
  const read = parse(kind, settings);
  if (kind !== "sandbox" || "secret" in read) return read;
  return { ...read, secret: randomBytes(24).toString("base64url") };
};

function parse(kind: ProviderKind, settings: ProviderSettings): ProviderSettings {
  const read = SHAPES[kind].safeParse(settings);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const key = issue?.path.join(".") || "settings";
  throw new UserError(`${kind}: ${key}: ${issue?.message ?? "is not right"}`);
}

/** Opens providers; `sandboxUrl` is where the simulators of the installation listen. */
export function providersOver(reach: PayReach, sandboxUrl: () => Promise<string>): OpenProvider {
  return (kind, settings) => {
    if (kind === "stripe") return openStripePay({ ...SHAPES.stripe.parse(settings), reach });
    if (kind === "payfast") {
      const {
        passphrase = "",
        sandbox = false,
        sourceCheck = true,
        ...rest
      } = SHAPES.payfast.parse(settings);
      return openPayfast({ ...rest, passphrase, sandbox, sourceCheck, reach });
    }
    const { baseUrl, secret: key = "", timeoutMs } = SHAPES.sandbox.parse(settings);
    const where = baseUrl === undefined ? sandboxUrl : async () => await Promise.resolve(baseUrl);
    return openSandboxPay({ baseUrl: where, secret: key, reach, timeoutMs });
  };
}
