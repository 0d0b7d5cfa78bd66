// How requests show who asks: fixed keys, or tokens of OAuth 2.0 that run out and are fetched anew.
import { z } from "zod";
import { SourceError, type SourceTools } from "#sources/source.ts";
import { documentOf, type WebAnswer, type WebClient, type WebRequest } from "./web.ts";

/** Keys that requests carry. */
export type SignIn = {
  headers(signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
  /** The other side takes the keys no more: true when there are others now. */
  renew(signal: AbortSignal): Promise<boolean>;
};

export function fixed(headers: Readonly<Record<string, string>>): SignIn {
  return {
    headers: async () => await Promise.resolve(headers),
    renew: async () => await Promise.resolve(false),
  };
}

export const basic = (user: string, password: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});

/** Asks with keys; when they are taken no more, once again with others. */
export async function ask(
  client: WebClient,
  signIn: SignIn,
  request: WebRequest,
  signal: AbortSignal,
  options?: { readonly once?: boolean },
): Promise<WebAnswer> {
  const send = async () => {
    const headers = { ...request.headers, ...(await signIn.headers(signal)) };
    return await client.send({ ...request, headers }, signal, options);
  };
  const answer = await send();
  if (answer.status !== 401 || !(await signIn.renew(signal))) return answer;
  return await send();
}

const Granted = z.object({
  access_token: z.string().min(1).max(8_000),
  refresh_token: z.string().min(1).max(8_000).optional(),
  expires_in: z.coerce.number().positive().optional(),
});
type Granted = z.infer<typeof Granted>;

/** A token is fetched anew so long before it runs out. */
const EARLY_MS = 60_000;
const USUAL_S = 1_800;

type TokenRequest = {
  readonly client: WebClient;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
};

async function fetchToken({ client, url, headers, form }: TokenRequest, signal: AbortSignal) {
  const answer = await client.send(
    {
      method: "POST",
      url,
      headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams(form).toString(),
    },
    signal,
  );
  // RFC 6749, 5.2: what is wrong with the grant is a 400.
  if (answer.status === 400) {
    const told = /"error"\s*:\s*"(\w{1,40})"/.exec(answer.text)?.[1] ?? "invalid_request";
    throw new SourceError("sign_in", `no access: ${told}; connect the source anew`);
  }
  const read = Granted.safeParse(documentOf(answer, url));
  if (!read.success) throw new SourceError("answer", "the answer holds no access token");
  return read.data;
}

const endsAt = ({ expires_in }: Granted, nowMs: number): number =>
  nowMs + (expires_in ?? USUAL_S) * 1_000 - EARLY_MS;

export const ClientCredentials = z.strictObject({
  kind: z.literal("client_credentials"),
  token_url: z.url({ protocol: /^https?$/ }),
  client_id: z.string().min(1).max(500),
  client_secret: z.string().min(1).max(2_000),
  scope: z.string().max(1_000).exactOptional(),
  /** Where the token's address wants to read the keys. */
  keys_in: z.enum(["header", "body"]).default("header"),
});

/** Client credentials (RFC 6749, 4.4): the token lives as long as the run. */
export function clientCredentials(
  settings: z.infer<typeof ClientCredentials>,
  client: WebClient,
  nowMs: () => number,
): SignIn {
  const { client_id, client_secret, scope, keys_in } = settings;
  let held: { readonly token: string; readonly untilMs: number } | undefined;
  const fetchNew = async (signal: AbortSignal) => {
    const form = {
      grant_type: "client_credentials",
      ...(scope !== undefined && { scope }),
      ...(keys_in === "body" && { client_id, client_secret }),
    };
    const headers =
      keys_in === "header"
        ? basic(encodeURIComponent(client_id), encodeURIComponent(client_secret))
        : {};
    const granted = await fetchToken({ client, url: settings.token_url, headers, form }, signal);
    held = { token: granted.access_token, untilMs: endsAt(granted, nowMs()) };
    return held;
  };
  return {
    headers: async (signal) => {
      const { token } = held && held.untilMs > nowMs() ? held : await fetchNew(signal);
      return { authorization: `Bearer ${token}` };
    },
    renew: async (signal) => {
      await fetchNew(signal);
      return true;
    },
  };
}

const Kept = z.object({
  access: z.string().optional(),
  refresh: z.string(),
  untilMs: z.number().optional(),
});

export type Refreshing = {
  readonly client: WebClient;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The one that somebody gave when the source was set. */
  readonly firstToken: string;
  readonly nowMs: () => number;
};

/**
 * Refresh tokens that the other side replaces at each use (Xero, Intuit): the new one is kept, durably, before the access
 * token that came with it is used, so that a crash loses neither.
 */
export function refreshTokens(
  { client, tokenUrl, clientId, clientSecret, firstToken, nowMs }: Refreshing,
  tools: Pick<SourceTools, "tokens" | "keepTokens">,
): SignIn {
  const kept = tools.tokens === undefined ? undefined : Kept.parse(JSON.parse(tools.tokens));
  let held: z.infer<typeof Kept> = kept ?? { refresh: firstToken };
  const refresh = async (signal: AbortSignal): Promise<string> => {
    const form = { grant_type: "refresh_token", refresh_token: held.refresh };
    const headers = basic(clientId, clientSecret);
    const granted = await fetchToken({ client, url: tokenUrl, headers, form }, signal);
    const next = {
      access: granted.access_token,
      refresh: granted.refresh_token ?? held.refresh,
      untilMs: endsAt(granted, nowMs()),
    };
    await tools.keepTokens(JSON.stringify(next));
    held = next;
    return next.access;
  };
  return {
    headers: async (signal) => {
      const good = held.access !== undefined && (held.untilMs ?? 0) > nowMs();
      const token = good ? held.access! : await refresh(signal);
      return { authorization: `Bearer ${token}` };
    },
    renew: async (signal) => {
      await refresh(signal);
      return true;
    },
  };
}
