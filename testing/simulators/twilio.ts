/**
 * Twilio's Messages API and its callbacks as Twilio documents them: ids, statuses over time, signatures, error codes, limits.
 * Written from the documentation, not from our adapter: it signs and checks with its own code.
 */
import { createHmac, randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { listenOnLoopback, post, type Loopback, type Posted } from "./http-peer.ts";
import {
  fateOf,
  refusalOf,
  WILLING,
  type Account,
  type Mood,
  type TwilioBehaviour,
  type TwilioError,
} from "./twilio-behaviour.ts";

/** A message that was taken. */
export type TakenText = {
  readonly sid: string;
  readonly form: Readonly<Record<string, string>>;
};

export type TwilioOptions = {
  readonly account?: Partial<Account>;
  /** The numbers' webhook for incoming messages. */
  readonly smsUrl?: string;
  readonly behaviour?: Partial<TwilioBehaviour>;
};

export type Twilio = {
  readonly url: string;
  readonly account: Account;
  /** In the order in which they were taken. */
  readonly taken: readonly TakenText[];
  /** What our side answered to callbacks. */
  readonly callbacks: readonly (Posted & { readonly form: Readonly<Record<string, string>> })[];
  readonly requests: number;
  /** The most requests under way at once. */
  readonly widest: number;
  /** Connections opened so far. */
  readonly connections: number;
  behave(change: Partial<TwilioBehaviour>): void;
  listenAt(smsUrl: string): void;
  /** A customer writes to one of the account's numbers; resolves with what our side answered. */
  text(from: string, to: string, body: string, change?: Record<string, string>): Promise<Posted>;
  /** Calls an address as Twilio would, or with another signature. */
  call(url: string, form: Record<string, string>, signature?: string): Promise<Posted>;
  /** Resolves when no callback is owed any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

const STOP_WORDS = new Set("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT".split(" "));
const START_WORDS = new Set("START YES UNSTOP".split(" "));

export async function startTwilio(options: TwilioOptions = {}): Promise<Twilio> {
  const account: Account = {
    sid: `AC${hex()}`,
    authToken: randomBytes(16).toString("hex"),
    numbers: ["+15005550006"],
    ...options.account,
  };
  const behaviour: TwilioBehaviour = { ...WILLING, ...options.behaviour };
  const taken: TakenText[] = [];
  const callbacks: (Posted & { form: Record<string, string> })[] = [];
  const optedOut = new Set<string>();
  const owed = new Set<Promise<void>>();
  let smsUrl = options.smsUrl;

  const peer: Loopback = await listenOnLoopback(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(request.body));
    const mood = behaviour.next.shift() ?? "answer";
    if (behaviour.answerAfterMs > 0) await pause(behaviour.answerAfterMs);
    const refused = typeof mood === "object" ? mood : refusalOf(request, form, account, optedOut);
    if (mood === "drop") request.socket.destroy();
    else if (refused) refuse(response, refused);
    else await take(form, mood, request.socket, response);
  });

  async function take(
    form: Record<string, string>,
    mood: Mood,
    socket: Socket,
    response: ServerResponse,
  ): Promise<void> {
    const sid = `SM${hex()}`;
    taken.push({ sid, form });
    const told = behaviour.statuses ? owe(tellStatuses(sid, form)) : undefined;
    if (mood === "overtake") await told;
    const body = JSON.stringify(resourceOf(sid, form, account));
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    if (mood === "lose") socket.destroy();
    if (mood === "cut")
      response.writeHead(201, headers).write(body.slice(0, 20), () => socket.destroy());
    if (mood === "answer" || mood === "overtake") response.writeHead(201, headers).end(body);
  }

  async function owe(work: Promise<void>): Promise<void> {
    const promise = work.finally(() => owed.delete(promise));
    owed.add(promise);
    await promise;
  }

  async function tellStatuses(sid: string, form: Record<string, string>): Promise<void> {
    const url = form["StatusCallback"];
    if (url === undefined) return;
    const fate = fateOf(form["To"] ?? "", behaviour);
    // The status with which a message begins is not told, only what follows.
    const steps: Record<string, string>[] = [
      { MessageStatus: "sending" },
      { MessageStatus: "sent" },
      fate === undefined
        ? { MessageStatus: "delivered" }
        : { MessageStatus: fate.status, ErrorCode: String(fate.code) },
    ];
    const order = behaviour.reorderCallbacks ? steps.toReversed() : steps;
    for (const step of order) {
      await pause(behaviour.statusAfterMs);
      const said = {
        MessageSid: sid,
        SmsSid: sid,
        SmsStatus: step["MessageStatus"]!,
        AccountSid: account.sid,
        ApiVersion: "2010-04-01",
        To: form["To"] ?? "",
        From: form["From"] ?? account.numbers[0]!,
        ...step,
      };
      for (let times = behaviour.duplicateCallbacks ? 2 : 1; times > 0; times -= 1)
        callbacks.push({ ...(await call(url, said)), form: said });
    }
  }

  async function call(
    url: string,
    form: Record<string, string>,
    signature = sign(account.authToken, url, form),
  ): Promise<Posted> {
    return await post(url, new URLSearchParams(form).toString(), {
      "content-type": "application/x-www-form-urlencoded; charset=utf-8",
      "x-twilio-signature": signature,
      "i-twilio-idempotency-token": hex(),
      "user-agent": "TwilioProxy/1.1",
    });
  }

  return {
    url: peer.url,
    account,
    taken,
    callbacks,
    get requests() {
      return peer.requests;
    },
    get widest() {
      return peer.widest;
    },
    get connections() {
      return peer.connections;
    },
    behave: (change) => void Object.assign(behaviour, change),
    listenAt: (url) => (smsUrl = url),
    call,
    text: async (from, to, body, change = {}) => {
      const word = body.trim().toUpperCase();
      if (STOP_WORDS.has(word)) optedOut.add(from);
      if (START_WORDS.has(word)) optedOut.delete(from);
      const sid = `SM${hex()}`;
      const basics = { MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, AccountSid: account.sid };
      const counts = { NumMedia: "0", NumSegments: "1", ApiVersion: "2010-04-01" };
      if (smsUrl === undefined) throw new Error("the number has no webhook");
      const form = { ...basics, ...counts, From: from, To: to, Body: body, ...change };
      return await call(smsUrl, form);
    },
    settled: async () => {
      while (owed.size > 0) await Promise.all(owed);
    },
    close: async () => await peer.close(),
  };
}

function refuse(
  response: ServerResponse,
  { status, code, message, retryAfterS, bare }: TwilioError,
): void {
  const headers: Record<string, string> = bare
    ? { "content-type": "text/html" }
    : { "content-type": "application/json" };
  if (retryAfterS !== undefined) headers["retry-after"] = String(retryAfterS);
  const more = { more_info: `https://www.twilio.com/docs/errors/${code}` };
  const body = bare ? `<h1>${message}</h1>` : JSON.stringify({ code, message, ...more, status });
  response.writeHead(status, headers).end(body);
}

function resourceOf(sid: string, form: Record<string, string>, account: Account) {
  const pooled = form["MessagingServiceSid"];
  return {
    account_sid: account.sid,
    api_version: "2010-04-01",
    body: form["Body"],
    date_created: "Thu, 24 Aug 2023 05:01:45 +0000",
    direction: "outbound-api",
    error_code: null,
    error_message: null,
    from: form["From"] ?? null,
    messaging_service_sid: pooled ?? null,
    num_segments: pooled === undefined ? "1" : "0",
    sid,
    status: pooled === undefined ? "queued" : "accepted",
    to: form["To"],
    uri: `/2010-04-01/Accounts/${account.sid}/Messages/${sid}.json`,
  };
}

function sign(authToken: string, url: string, form: Record<string, string>): string {
  let text = url;
  for (const name of Object.keys(form).toSorted()) text += name + form[name];
  return createHmac("sha1", authToken).update(Buffer.from(text, "utf8")).digest("base64");
}

function hex(): string {
  return randomBytes(16).toString("hex");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
