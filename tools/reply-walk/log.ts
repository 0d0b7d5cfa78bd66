// What Dunlin itself says happened: its messages and its events, by the API.
import { assert } from "#platform/errors.ts";
import { CLIENT } from "./book.ts";
import type { Stage } from "./stage.ts";

export type Message = {
  readonly message_id: string;
  readonly class: string;
  readonly state: string;
  readonly reason: string | null;
  readonly template: string;
  readonly step: string | null;
};
export type Event = {
  readonly seq: string;
  readonly kind: string;
  readonly customer: string | null;
  readonly at: string;
  readonly message_id: string | null;
  /** What brought it about, such as the id of a reply. */
  readonly cause: string | null;
};

const PAGE = 1_000;
const MOST_PAGES = 10;

/** A key of the client that may read what was said and what happened. */
export async function openLog(stage: Stage) {
  const scopes = ["messages:read", "events:read"].flatMap((one) => ["--scope", one]);
  const { key } = await stage.dunlin("apikey", "create", "--client", CLIENT, ...scopes);
  return {
    async messages(customer: string): Promise<readonly Message[]> {
      const query = new URLSearchParams({ customer, limit: "500" });
      const { messages } = await stage.api(String(key), `/v1/messages?${query.toString()}`);
      return (messages as Message[]).toReversed();
    },
    async events(customer: string): Promise<readonly Event[]> {
      const found: Event[] = [];
      let after = "0";
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const asked = await stage.api(String(key), `/v1/events?after=${after}&limit=${PAGE}`);
        const events = asked["events"] as Event[];
        found.push(...events);
        after = String(asked["next_after"]);
        if (events.length < PAGE) break;
      }
      return found.filter((one) => one.customer === customer);
    },
  };
}
export type Log = Awaited<ReturnType<typeof openLog>>;

/** Throws unless the judge finds nothing wrong with the client. */
export async function isJudgedRight(stage: Stage): Promise<void> {
  const verdict = await stage.dunlin("judge", "--client", CLIENT);
  const wrong = (verdict["invariants"] as { ok: boolean }[]).filter((one) => !one.ok);
  assert(verdict["ok"] === true, `the judge finds a breach: ${JSON.stringify(wrong)}`);
}
