// How the ways out are right now, and a word through one of them to see that it arrives.
import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { InstantOnWire, snakeKeys, Words } from "../wire.ts";
import { say } from "#messages/outbox.ts";
import { loadContext } from "#messages/planning/context.ts";
import { destinationOf } from "#messages/sending.ts";
import { aboutClient } from "#messages/templates/about-client.ts";
import { OWN_WORDS } from "#messages/templates/book.ts";
import { dateOf, dayAt } from "#policies/day.ts";
import { LOOKED_AT_MINUTES, routeHealth } from "#reporting/route-health.ts";

const Health = z.object({
  name: z.string(),
  channel: z.string(),
  enabled: z.boolean(),
  connected: z
    .boolean()
    .nullable()
    .describe("null: no process that hands over has looked within 15 seconds"),
  rate_per_s: z.number(),
  rests_until: InstantOnWire.nullable().describe("the circuit breaker keeps it at rest"),
  rests_why: z.string().nullable(),
  failures_in_a_row: z.int(),
  worked_at: InstantOnWire.nullable(),
  due: z.int().describe("messages that could go out now"),
  later: z.int(),
  due_since: InstantOnWire.nullable(),
  handed_over: z.int().describe(`within ${LOOKED_AT_MINUTES} minutes, by the installation's clock`),
  failed: z.int().describe("failed, postponed or uncertain within the same minutes"),
});

/** All routes. */
export const routesHealth = query({
  needs: "routes:read",
  tag: "Routes",
  summary: "How the routes are right now: connection, circuit breaker, queue, errors",
  response: z.object({ minutes: z.int(), routes: z.array(Health) }),
  example: {},
  work: async ({ tx, clientId, now }) => ({
    minutes: LOOKED_AT_MINUTES,
    routes: (await routeHealth(tx, clientId, now)).map(snakeKeys),
  }),
});

/** Of no use later: somebody waits for it in front of a phone. */
const VALID_MS = 10 * 60_000;

/** One message of class staff through this very route. */
export const testRoute = change({
  needs: "routes:write",
  tag: "Routes",
  summary: "Send a test message through a route, to a phone or mailbox of your own",
  description:
    "202 means that it stands in the outbox: GET /v1/messages/{message_id} says what became of it. It is of class staff: no customer's record has it.",
  params: z.object({ name: Words(200) }),
  body: z.strictObject({ to: Words(320), text: Words(300).exactOptional() }),
  response: z.object({ id: z.uuid(), status: z.string(), reason: z.string().nullable() }),
  status: 202,
  example: { params: { name: "sms-main" }, body: { to: "+27835550001" } },
  work: async ({ tx, clientId, now, actor }, { params: { name }, body }) => {
    const voice = await loadContext(tx, clientId);
    const route = voice.routes.find((one) => one.name === name);
    if (!route) throw new HttpProblem(404, `there is no route "${name}" that is switched on`);
    const { channel } = route;
    if (channel !== "sms" && channel !== "email") {
      throw new HttpProblem(409, `on ${channel} nobody is written to who did not write first`);
    }
    const { client } = voice;
    const text =
      body.text ?? `Test of ${name}, ${now.toString().slice(0, 16).replace("T", " ")} UTC`;
    const [said] = await say(
      tx,
      voice,
      [
        {
          class: "staff",
          lane: 0,
          channel,
          address: destinationOf({ to: body.to, channel }, client.country),
          disclosure: "full",
          template: OWN_WORDS,
          language: client.language,
          data: {
            client: aboutClient(client),
            today: dateOf(dayAt(now.epochMilliseconds, client.zone)),
            vars: { text, subject: text },
          },
          notBefore: now.epochMilliseconds,
          notAfter: now.epochMilliseconds + VALID_MS,
          routeId: route.routeId,
        },
      ],
      now,
      actor,
    );
    return { id: said!.messageId, status: said!.state, reason: said!.reason ?? null };
  },
});
