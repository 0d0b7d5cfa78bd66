// The gate table cell by cell: each breach that the system could commit is planted in the log, and found; what the table lets
// pass is not.
import { beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { STOP_CONFIRMATION } from "#messages/dispatch/verdict.ts";
import { GATES, type Gate } from "#policies/gates.ts";
import type { MessageClass } from "#policies/types.ts";
import {
  buildClient,
  LADDER,
  openWorld,
  THURSDAY,
  type BuiltClient,
  type Customer,
} from "#testing/builders.ts";
import { Found } from "../verdict.ts";
import { gates } from "./gates.ts";
import { someone, type Someone } from "#testing/someone.ts";

const world = await openWorld();
const POLICY = LADDER.replace("400 banking days", "40 banking days");
const NIGHT = THURSDAY.add({ hours: 10 });
const MINUTES = (minutes: number) => ({ minutes });

type Cell = readonly [
  name: string,
  live: (one: Someone) => Promise<unknown>,
  /** What the judge says of it; nothing when it may pass. */
  found?: RegExp | undefined,
];

const cellsOf = (
  gate: Gate,
  live: (one: Someone, messageClass: MessageClass) => Promise<unknown>,
  found: RegExp,
  passing: readonly MessageClass[] = [],
) =>
  (["collection", "notice", "service", "otp", "reply", "staff"] as const).map(
    (messageClass): Cell => {
      const passes = GATES[messageClass][gate] === "passes" || passing.includes(messageClass);
      const name = `${messageClass}, ${gate}: ${GATES[messageClass][gate]}`;
      return [name, async (one) => await live(one, messageClass), passes ? undefined : found];
    },
  );

const times = async (count: number, say: () => Promise<unknown>) => {
  for (let n = 0; n < count; n += 1) await say();
};

const cells: readonly Cell[] = [
  ...cellsOf(
    "opt_out",
    async (one, messageClass) => {
      await one.stop();
      await one.say({ class: messageClass });
    },
    / opt_out, attempt 1: the address had opted out$/,
  ),
  [
    "STOP is confirmed within 5 minutes",
    async (one) => {
      await one.stop();
      await one.say({
        class: "reply",
        template: STOP_CONFIRMATION,
        at: THURSDAY.add(MINUTES(4)),
        createdAt: THURSDAY,
      });
    },
  ],
  [
    "STOP is not confirmed after 6 minutes",
    async (one) => {
      await one.stop();
      await one.say({
        class: "reply",
        template: STOP_CONFIRMATION,
        at: THURSDAY.add(MINUTES(6)),
        createdAt: THURSDAY,
      });
    },
    /^reply opt_out, /,
  ],
  [
    "who opted in again hears again",
    async (one) => {
      await one.stop();
      await one.stop("START");
      await one.say({ class: "collection" });
    },
  ],
  [
    "a STOP after the authorisation stops nothing that has left",
    async (one) => {
      await one.say({ class: "collection" });
      await one.stop();
    },
  ],
  ...cellsOf(
    "hold",
    async (one, messageClass) => {
      await one.hold("deceased");
      await one.say({ class: messageClass });
    },
    / hold, attempt 1: a deceased hold stood: it asks for 10000, and 0 could be asked for$/,
  ),
  ...(["dispute", "vulnerable", "manual"] as const).flatMap((kind): Cell[] => [
    [
      `collection, hold: ${kind}`,
      async (one) => {
        await one.hold(kind);
        await one.say({ class: "collection" });
      },
      new RegExp(`^collection hold, attempt 1: a ${kind} hold stood`),
    ],
    [
      `notice, hold: ${kind} passes`,
      async (one) => {
        await one.hold(kind);
        await one.say({ class: "notice" });
      },
    ],
  ]),
  [
    "notice, hold: breathing space",
    async (one) => {
      await one.hold("breathing_space");
      await one.say({ class: "notice" });
    },
    /^notice hold, attempt 1: a breathing_space hold stood/,
  ],
  [
    "the part that is not disputed may be asked for",
    async (one) => {
      await one.hold("dispute", [one.first.reference]);
      await one.say({ class: "collection", amountMinor: 4_000n });
    },
  ],
  [
    "the disputed part may not be asked for with the rest",
    async (one) => {
      await one.hold("dispute", [one.first.reference]);
      await one.say({ class: "collection", amountMinor: 4_001n });
    },
    /: a dispute hold stood: it asks for 4001, and 4000 could be asked for$/,
  ],
  [
    "what was promised may not be asked for",
    async (one) => {
      await one.promise(7_000n, "2026-03-05");
      await one.say({ class: "collection", amountMinor: 3_001n });
    },
    /: a promise hold stood: it asks for 3001, and 3000 could be asked for$/,
  ],
  [
    "of a promise of which a part has come in, the rest may not be asked for",
    async (one) => {
      await one.promise(7_000n, "2026-03-05");
      await one.pay(2_000n);
      await one.say({ class: "collection", amountMinor: 3_001n });
    },
    /: a promise hold stood: it asks for 3001, and 3000 could be asked for$/,
  ],
  [
    "and what was not promised may still be",
    async (one) => {
      await one.promise(7_000n, "2026-03-05");
      await one.pay(2_000n);
      await one.say({ class: "collection", amountMinor: 3_000n });
    },
  ],
  [
    "a promise is over after its day",
    async (one) => {
      await one.promise(7_000n, "2026-03-05");
      await one.say({ class: "collection", at: THURSDAY.add({ hours: 24 }) });
    },
  ],
  [
    "who has paid is asked for nothing",
    async (one) => {
      await one.pay(10_000n);
      await one.say({ class: "collection" });
    },
    /^collection hold, attempt 1: paid: it asks for 10000, and nothing was owed$/,
  ],
  [
    "who has paid a part is asked for the rest",
    async (one) => {
      await one.pay(2_500n);
      await one.say({ class: "collection", amountMinor: 7_501n });
    },
    /: it asks for 7501, and 7500 was owed on what it is about$/,
  ],
  [
    "who pays afterwards was rightly asked",
    async (one) => {
      await one.say({ class: "collection" });
      await one.pay(10_000n);
    },
  ],
  ...cellsOf(
    "contact_hours",
    async (one, messageClass) =>
      await one.say({ class: messageClass, at: NIGHT, createdAt: NIGHT.subtract(MINUTES(20)) }),
    / contact_hours, attempt 1: outside contact hours: \w+: nothing before \d\d:00 nor from \d\d:00 on in Africa\/Johannesburg$/,
  ),
  [
    "an urgent service message waits for no hours",
    async (one) => await one.say({ class: "service", at: NIGHT, lane: 0 }),
  ],
  [
    "an answer within 15 minutes waits for no hours",
    async (one) =>
      await one.say({ class: "reply", at: NIGHT, createdAt: NIGHT.subtract(MINUTES(14)) }),
  ],
  ...cellsOf(
    "caps",
    async (one, messageClass) => {
      const most = { collection: 1, notice: 1, service: 10, otp: 20, reply: 20, staff: 50 }[
        messageClass
      ];
      await times(most + 1, async () => await one.say({ class: messageClass }));
    },
    / caps: one contact too many: \d+ by sms are allowed in 1 days$/,
  ),
  [
    "three contacts in seven days, a tandem being one",
    async (one) => {
      for (const days of [0, 1, 6]) {
        const at = THURSDAY.add({ hours: 24 * days });
        await one.say({ class: "collection", at });
        await one.say({ class: "collection", at, channel: "email" });
      }
    },
  ],
  [
    "a fourth contact in seven days",
    async (one) => {
      for (const days of [0, 1, 5, 6])
        await one.say({ class: "collection", at: THURSDAY.add({ hours: 24 * days }) });
    },
    /^collection caps: one contact too many: 3 by sms or email or whatsapp are allowed in 7 days$/,
  ],
  ...cellsOf(
    "stale_books",
    async (one, messageClass) =>
      await one.say({ class: messageClass, at: THURSDAY.add({ hours: 24 * 90 }) }),
    / stale_books, attempt 1: the books were \d+ banking days old, 40 are allowed$/,
  ),
  [
    "a notice that states no debt waits for no books",
    async (one) =>
      await one.say({ class: "notice", amountMinor: null, at: THURSDAY.add({ hours: 24 * 90 }) }),
  ],
  ...cellsOf(
    "changed_facts",
    async (one, messageClass) => {
      const messageId = await one.plan({ class: messageClass });
      await one.change();
      await one.authorise(messageId);
    },
    / changed_facts, attempt 1: the facts had changed since it was decided: customer\.updated$/,
  ),
  [
    "what asks for money rests on facts",
    async (one) => await one.say({ class: "collection", factsVersion: null }),
    /^collection changed_facts, attempt 1: it rests on no version of the facts$/,
  ],
  [
    "what asks for money of an account rests on facts, be it a notice",
    async (one) => await one.say({ class: "notice", factsVersion: null }),
    /^notice changed_facts, attempt 1: it rests on no version of the facts$/,
  ],
  [
    "nothing is said after its time",
    async (one) => await one.say({ class: "collection", notAfter: THURSDAY.subtract(MINUTES(1)) }),
    /^collection validity, attempt 1: its time was over at /,
  ],
];

/** All that the judge says of a client's gates, by message. */
async function judged(client: BuiltClient) {
  const found = new Found(10_000);
  await client.within(async (tx) => {
    const { clientId } = client;
    await gates.judge({ db: world.app, tx, clientId, now: THURSDAY }, found);
  });
  return Map.groupBy(found.violations, ({ rows }) => rows[0]!.slice(4));
}

const says = new Map<string, { messages: string[]; whys: string[] }>();
beforeAll(async () => {
  const client = await buildClient(world, { policy: POLICY });
  const lives = new Map<string, Customer>();
  for (const [name, live] of cells) {
    const one = await someone(world, client);
    await live(one);
    lives.set(name, one.customer);
  }
  const found = await judged(client);
  for (const [name, { customerId }] of lives) {
    const messages = (await client.messages(sql`customer_id = ${customerId} and attempt > 0`)).map(
      ({ messageId }) => messageId,
    );
    const whys = messages.flatMap((id) => (found.get(id) ?? []).map(({ why }) => why));
    says.set(name, { messages, whys });
  }
});

test.each(cells.map(([name, , why]) => ({ name, why })))("$name", ({ name, why }) => {
  const { messages, whys } = says.get(name)!;
  expect(messages.length).toBeGreaterThan(0);
  const unexpected = whys.filter((one) => !why?.test(one));
  expect({ unexpected, found: whys.length }).toEqual({ unexpected: [], found: why ? 1 : 0 });
});
