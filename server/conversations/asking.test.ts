// Who is asked outside may propose; what follows is read back like every other guess.
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Inbound } from "#messages/route.ts";
import type { Intent } from "#understanding/types.ts";
import { askingOf } from "./asking.ts";
import { harbour, openHearing } from "./fixtures.ts";
import { hear } from "./hear.ts";

const { db, openDoor } = await openHearing();
await openDoor();
const PHONE = "+27821234567";
const inboundOf = (text: string): Inbound => ({
  routeId: "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55",
  channel: "sms",
  from: PHONE,
  to: "+27600000000",
  text,
  automatic: false,
});
const DOUBTFUL = "let us see about it R400 friday perhaps";

test("only what nothing here is sure of is asked about, and never what may be protected", async () => {
  const asked: string[] = [];
  const asking = askingOf(async (text) => {
    asked.push(text);
    return await Promise.resolve("promise" as const);
  });
  const texts = [
    DOUBTFUL,
    "PAY",
    "STOP",
    "yes",
    "500",
    "how do I pay",
    "i lost my job sorry cannot",
    "wrong number my friend",
    "pls leave me alone now",
    `${DOUBTFUL} 4111 1111 1111 1111`,
  ];
  for (const text of texts) await asking(inboundOf(text));
  expect(asked).toEqual([DOUBTFUL, expect.stringMatching(/^let us see .* perhaps (?!4111)/u)]);
  await asking({ ...inboundOf(DOUBTFUL), automatic: true });
  expect(asked).toHaveLength(2);
});

test("who does not answer is waited for a little, and after a while not at all", async () => {
  let asked = 0;
  const silent = async (): Promise<Intent | undefined> => {
    asked += 1;
    return await new Promise(() => undefined);
  };
  const patience = { mostMs: 5, mostAtOnce: 1, mostInVain: 2, restMs: 60_000 };
  const asking = askingOf(silent, patience);
  const message = inboundOf(DOUBTFUL);
  expect(await Promise.all([asking(message), asking(message)])).toEqual([message, message]);
  expect(asked).toBe(1);
  for (let times = 0; times < 4; times += 1) await asking(message);
  expect(asked).toBe(2);
});

test("a promise that was proposed is read back, and stands only after a yes", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }]);
  await here.owes(customerId, 100_000n, "2026-02-05");
  const heard = async (text: string, proposed?: Intent) => {
    const inbound = { ...inboundOf(text), routeId: here.smsRoute };
    return await hear(db, here.clientId, proposed ? { ...inbound, proposed } : inbound);
  };
  const promises = async () =>
    (await here.rows(sql`select from dunlin.promise where client_id = ${here.clientId}`)).length;
  expect(await heard(DOUBTFUL)).toMatchObject({ unread: true, answer: undefined });
  // What would act by itself is for a person all the same.
  expect(await heard(DOUBTFUL, "dispute")).toMatchObject({
    unread: true,
    did: ["person: not_understood"],
  });

  const proposed = await heard(DOUBTFUL, "promise");
  expect(proposed).toMatchObject({ unread: false, did: ["say: promise_confirm"] });
  expect(proposed.read).toMatchObject({ intent: "promise", source: "proposal" });
  expect(await promises()).toBe(0);
  expect(await heard("yes")).toMatchObject({ unread: false });
  expect(await promises()).toBe(1);
});
