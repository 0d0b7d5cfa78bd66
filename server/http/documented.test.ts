// Every documented example is sent, and every answer, also every refusal, compared with what the document says it is.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hear } from "#conversations/hear.ts";
import { DOCUMENTED, OPERATIONS, type Row } from "../routes.ts";
import { makePerson, openBrowser, signedIn, type Browser } from "./accounts/test-people.ts";
import type { Example } from "./operation.ts";
import { campaignsPrepared } from "./test-campaigns.ts";
import { bodySchema, checkOf, described, document, faultsOf, resolved } from "./test-document.ts";
import { openHttpWorld, type HttpWorld } from "./test-world.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const made = async (
  url: string,
  payload: object,
  method: "POST" | "PUT" = "POST",
): Promise<Record<string, string>> => {
  const answer = await world.ask(method, url, payload);
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.json();
};
const endpoint = async () => {
  const { endpoint_id: id } = await made("/v1/webhooks", { url: "https://hooks.example.org/x" });
  return { endpoint_id: id! };
};
const point = async () => {
  const phone = `+27825${String(Math.trunc(performance.now())).padStart(6, "0").slice(-6)}`;
  const added = await made("/v1/customers/C%2F1%20%C3%A9/contact-points", { phone });
  return { contact_point_id: added["contact_point_id"]! };
};
const mailbox = async () => {
  const email = "box@example.org";
  const added = await made("/v1/customers/C%2F1%20%C3%A9/contact-points", { email });
  return { contact_point_id: added["contact_point_id"]! };
};
const message = async () => ({
  message_id: (await made("/v1/messages", { to: "+27835550001", channel: "sms", text: "Hi." }))[
    "id"
  ]!,
});
let people = 0;
const user = async () => {
  people += 1;
  return { user_id: await makePerson(world, { email: `p${people}@example.org`, role: "agent" }) };
};
const held = (noun: string, body: object) => async () => {
  await made(`/v1/customers/C%2F1%20%C3%A9/${noun}`, body);
  return {};
};
const book = (number: number) => async () => {
  const answer = await world.app.inject({
    method: "POST",
    url: "/v1/imports?name=own.csv",
    headers: { ...operator(), "content-type": "text/csv" },
    payload: `Customer number;Name;Mobile;Invoice number;Due date;Amount\nD-${number};Bo;0831113333;INV-D${number};2026-06-21;50.00\n`,
  });
  const upload = answer.json();
  expect(upload.state, answer.body).toBe("applied");
  return { upload_id: upload.upload_id, batch_id: upload.batch_id };
};

const smsRoute = async (): Promise<string> => {
  const { rows } = await world.owner.query<{ id: string }>(
    "select route_id as id from dunlin.route where name = 'sms-main'",
  );
  return rows[0]!.id;
};
/** A thread of somebody who is not known, with one message in it. */
let strangers = 0;
const thread = async () => {
  strangers += 1;
  const heard = await hear(world.db, world.clientId, {
    routeId: await smsRoute(),
    channel: "sms",
    from: `+2783555${String(9_000 + strangers)}`,
    to: "+27600000000",
    text: "Who is this?",
    automatic: false,
  });
  return { conversation_id: heard.conversationId, last_seen_id: heard.inboundId };
};
const canned = async () => {
  await made(
    "/v1/canned-answers/hours",
    { language: "en", body: "We are here until five." },
    "PUT",
  );
  return { name: "hours" };
};

const waitingBook = async () => {
  const answer = await world.app.inject({
    method: "POST",
    url: "/v1/imports/files?name=own.csv",
    headers: { ...operator(), "content-type": "text/csv" },
    payload:
      "Customer number;Name;Invoice number;Due date;Amount\nD-9;Bo;INV-D9;2026-06-21;50.00\n",
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return { file_id: answer.json().file_id as string };
};
const filtered = async () => {
  const answer = await world.app.inject({
    method: "POST",
    url: "/v1/debits/filter?name=own.csv&layout=csv-with-trailer",
    headers: { ...operator(), "content-type": "text/csv" },
    payload:
      "kind,mandate,end to end,account,amount,day\nD,M-1,F-1,1,1.00,2030-01-31\nT,1,,,1.00,\n",
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return { filter_id: answer.json().filter_id as string, part: "report" };
};

let debits = 0;
const debit = async () => {
  debits += 1;
  const order = {
    end_to_end_id: `D-${debits}`,
    mandate: "MD-1",
    customer: "C/1 é",
    amount: "9.90",
  };
  const put = await world.ask("POST", "/v1/debits", {
    debits: [{ ...order, strike_on: "2026-08-27" }],
  });
  return { debit_id: put.json().debits[0].debit_id as string };
};
const debitStop = async () => {
  const stopped = await world.ask("POST", "/v1/debits/stop", await debit());
  return { stop_id: stopped.json().stopped[0].stop_id as string };
};

/** A payment through a provider, of which half was paid twice. */
const paidCheckout = async () => {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into dunlin.checkout (client_id, customer_id, account_id, provider, state, amount_minor, currency, payment_ref,
       expires_at, created_at, ended_at, excess_minor)
     select client_id, customer_id, account_id, 'sandbox', 'paid', 4000, currency, gen_random_uuid()::text, now(), now(), now(), 2000
     from dunlin.account where client_id = $1 limit 1 returning checkout_id as id`,
    [world.clientId],
  );
  await made("/v1/payment-providers", { provider: "sandbox" });
  return { checkout_id: rows[0]!.id };
};
const claim = async () => {
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into dunlin.claim_proof (client_id, customer_id, account_id, type, sha256, bytes, given_at)
     select client_id, customer_id, account_id, 'application/pdf', sha256('%PDF-'), '%PDF-', now()
     from dunlin.account where client_id = $1 limit 1 returning proof_id as id`,
    [world.clientId],
  );
  return { proof_id: rows[0]!.id };
};

let notes = 0;
/** Money that a bank told of and nobody claims. */
const bankEntry = async () => {
  notes += 1;
  const file = OPERATIONS.find(([, path]) => path === "/bank/imports")![2].example!.body as string;
  await world.app.inject({
    method: "POST",
    url: "/v1/bank/imports",
    headers: { ...operator(), "content-type": "application/xml" },
    payload: file.replace("7781", `8${notes}`),
  });
  const { entries } = (await world.ask("GET", "/v1/bank/entries?state=unmatched&limit=1")).json();
  return { entry_id: entries[0].entry_id as string };
};
const bankProposal = async () => {
  const { entry_id: entryId } = await bankEntry();
  const { rows } = await world.owner.query<{ id: string }>(
    `insert into dunlin.bank_proposal (client_id, entry_id, customer_id, account_id, score, reasons, created_at)
     select client_id, $2, customer_id, account_id, 80, '{name}', now()
     from dunlin.account where client_id = $1 limit 1 returning proposal_id as id`,
    [world.clientId, entryId],
  );
  return { proposal_id: rows[0]!.id };
};

/** The id of the first of a list, which an example before has made. */
const firstOf = (list: string, word: string, id: string) => async () => ({
  [id]: (await world.ask("GET", list)).json()[word][0][id] as string,
});

/** What must be there before an example works, and the ids that stand in its path then. */
const PREPARED: Readonly<Record<string, () => Promise<Record<string, string>>>> = {
  "GET /messages/:message_id": message,
  ...campaignsPrepared(made, () => world),
  "GET /policies/replays/:replay_id": firstOf("/v1/policies/replays", "replays", "replay_id"),
  "GET /experiments/:experiment_id": firstOf("/v1/experiments", "experiments", "experiment_id"),
  "GET /debits/:debit_id": debit,
  "POST /debits/stops/:stop_id/lift": debitStop,
  "POST /bank/entries/:entry_id/match": bankEntry,
  "POST /bank/proposals/:proposal_id/decide": bankProposal,
  "POST /messages/:message_id/cancel": message,
  "PATCH /customers/:ref/contact-points/:contact_point_id": point,
  "POST /customers/:ref/contact-points/:contact_point_id/consent": mailbox,
  "POST /customers/:ref/contact-points/:contact_point_id/retire": point,
  "POST /customers/:ref/messages": point,
  "POST /customers/:ref/messages/preview": point,
  "POST /customers/:ref/holds/end": held("holds", {}),
  "POST /customers/:ref/disputes/end": held("disputes", { invoices: ["INV-1"] }),
  "POST /customers/:ref/promises/end": held("promises", { amount: "10.00", due_on: "2026-07-04" }),
  "POST /customers/:ref/plans/end": async () => {
    await world.ask("POST", "/v1/customers/C%2F1%20%C3%A9/plans/end", {});
    return await held("plans", { amount: "30.00", count: 2, first_on: "2026-07-03" })();
  },
  "POST /customers/:ref/erase": async () => {
    await book(3)();
    return { ref: "D-3" };
  },
  "GET /imports/uploads/:upload_id": book(1),
  "POST /imports/:batch_id/undo": book(2),
  "GET /imports/uploads/:upload_id/problems": book(4),
  "POST /imports/files/:file_id/read": waitingBook,
  "POST /imports/files/:file_id/apply": waitingBook,
  "GET /debits/filtered/:filter_id/:part": filtered,
  "GET /webhooks/:endpoint_id": endpoint,
  "PATCH /webhooks/:endpoint_id": endpoint,
  "DELETE /webhooks/:endpoint_id": endpoint,
  "POST /webhooks/:endpoint_id/enable": endpoint,
  "POST /webhooks/:endpoint_id/disable": endpoint,
  "POST /webhooks/:endpoint_id/rotate": endpoint,
  "POST /webhooks/:endpoint_id/test": endpoint,
  "GET /webhooks/:endpoint_id/deliveries/:event_id": async () => {
    const { endpoint_id: id } = await endpoint();
    const { event_id: eventId } = await made(`/v1/webhooks/${id}/test`, {});
    return { endpoint_id: id, event_id: eventId! };
  },
  "POST /messages/:message_id/resend": async () => {
    const ids = await message();
    await made(`/v1/messages/${ids.message_id}/cancel`, {});
    return ids;
  },
  "DELETE /staff-contacts/:role": async () => {
    const address = "duty@acme.example";
    await made("/v1/staff-contacts", { staff: [{ role: "duty", channel: "email", address }] });
    return { role: "duty" };
  },
  "GET /conversations/:conversation_id": thread,
  ...Object.fromEntries(
    "reply read writing assign snooze close reopen take release notes attach"
      .split(" ")
      .map((verb) => [`POST /conversations/:conversation_id/${verb}`, thread]),
  ),
  "GET /conversations/:conversation_id/canned-answers/:name": async () => ({
    ...(await thread()),
    ...(await canned()),
  }),
  "DELETE /canned-answers/:name": canned,
  "POST /reading-corrections/:correction_id/review": async () => {
    const misread = { text: "sal julle dit afskryf", language: "af", intent: "hardship" };
    const made_ = await made("/v1/reading-corrections", misread);
    return { correction_id: made_["correction_id"]! };
  },
  "POST /customers/:ref/payment-links": async () => {
    await world.owner.query("update dunlin.installation set public_url = 'https://pay.example'");
    return {};
  },
  "POST /checkouts/:checkout_id/refunds": paidCheckout,
  "POST /checkouts/:checkout_id/excess-settled": paidCheckout,
  "GET /payment-claims/:proof_id/file": claim,
  "POST /payment-claims/:proof_id/judge": claim,
  "PATCH /users/:user_id": user,
  "DELETE /users/:user_id": user,
  "DELETE /users/invitations/:invitation_id": async () => {
    const invited = await made("/v1/users", { email: "bo@example.org", role: "agent" });
    return { invitation_id: invited["invitation_id"]! };
  },
  "DELETE /keys/:key_id": async () => {
    const key = await made("/v1/keys", { name: "short", scopes: ["messages:read"] });
    return { key_id: key["key_id"]! };
  },
};

const operator = () => ({ authorization: `Bearer ${world.token}`, "dunlin-client": "acme" });

/** What the example names, by the id that it has now. */
/** Ids that stand in bodies; others stand in paths. */
const IN_BODIES = ["last_seen_id", "contact_point_id"];
const bodyOf = (body: object, ids: Record<string, string>): object => ({
  ...body,
  ...Object.fromEntries(
    Object.entries(ids).filter(([id]) => IN_BODIES.includes(id) && Object.hasOwn(body, id)),
  ),
});

function requestOf([method, path, { raw }]: Row, example: Example, ids: Record<string, string>) {
  const params = { ...example.params, ...ids };
  const query = new URLSearchParams(example.query).toString();
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? name),
  );
  return {
    method,
    url: `/v1${filled}${query === "" ? "" : `?${query}`}`,
    headers: { ...operator(), ...(raw ? { "content-type": "text/csv" } : {}) },
    ...(example.body === undefined ? {} : { payload: bodyOf(example.body as object, ids) }),
  };
}

const ofPeople = (path: string) => /^\/(account|session|joining|password-resets)\b/.test(path);

describe("every example works and is answered as documented", () => {
  const ours = OPERATIONS.filter(([, path]) => !ofPeople(path));
  test.each(ours.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", async (name, row) => {
    const [, , operation] = row;
    expect(operation.example).toBeDefined();
    const ids = (await PREPARED[name]?.()) ?? {};
    const request = requestOf(row, operation.example!, ids);
    const answer = await world.app.inject(request);
    expect(answer.statusCode, answer.body).toBe(operation.status);
    expect(faultsOf(row, answer)).toEqual([]);
    for (const header of ["ratelimit", "ratelimit-policy"])
      expect(answer.headers).toHaveProperty(header);
    const schema = bodySchema(row);
    const sent: unknown = JSON.parse(JSON.stringify(operation.example!.body ?? {}));
    expect(schema === undefined || checkOf(schema)(sent)).toBe(true);
    if (!operation.etag) return;
    const known = { ...request.headers, "if-none-match": String(answer.headers["etag"]) };
    const again = await world.app.inject({ ...request, headers: known });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    expect(faultsOf(row, again)).toEqual([]);
  });
});

describe("what somebody asks about their own sign-in is answered as documented", () => {
  const email = "ann@example.org";
  let browser: Browser;
  let other: Browser;
  beforeAll(async () => {
    await makePerson(world, { email, role: "finance" });
    [browser, other] = [await signedIn(world, email), openBrowser(world)];
  });
  // In their order: a password that was changed is no longer the one of the next example.
  const first = ["/account", "/account/codes", "/account/codes/renew", "/account/codes/end"];
  const rest = [...DOCUMENTED].filter(([, path]) => ofPeople(path) && !first.includes(path));
  const rows = [...first.map((path) => DOCUMENTED.find((row) => row[1] === path)!), ...rest];
  const STATUS: Readonly<Record<string, number>> = {
    "/account/codes/renew": 409,
    "/account/codes/confirm": 422,
    "/account/sessions/:session_id": 404,
    "/session/code": 401,
    "/session/token": 401,
    "/session/single-sign-on": 404,
    "/joining": 404,
    "/joining/accept": 404,
    "/password-resets": 503,
    "/password-resets/link": 404,
    "/password-resets/use": 404,
  };
  test.each(rows.map((row) => [`${row[0]} ${row[1]}`, row] as const))("%s", async (name, row) => {
    const [method, path, { example, scope, status }] = row;
    const asking = scope === "nobody" ? other : browser;
    const url = requestOf(row, example!, {}).url;
    const answer = await asking.api(method as "POST", url, example!.body as object);
    // The password of the example is the one that they have, and no longer after it was changed.
    const isOld = name === "POST /session";
    expect(answer.statusCode, answer.body).toBe(isOld ? 401 : (STATUS[path] ?? status));
    expect(faultsOf(row, answer)).toEqual([]);
  });
});

describe("refusals are as documented", () => {
  test.each(OPERATIONS.map((row) => [`${row[0]} ${row[1]}`, row] as const))(
    "%s",
    async (_name, row) => {
      const request = requestOf(row, row[2].example!, {});
      const unknown = "00000000-0000-7000-8000-000000000000";
      const nowhere = row[1].replaceAll(/:(\w+)/g, (_all, key: string) =>
        key === "version" ? "999" : unknown,
      );
      const answers = [
        await world.app.inject({ ...request, headers: {} }),
        await world.app.inject({
          ...request,
          headers: { ...operator(), "dunlin-client": "nobody" },
        }),
        await world.app.inject({
          ...request,
          url: `/v1${nowhere}${row[2].streams ? "?for_s=0" : ""}`,
        }),
        await world.app.inject({
          ...request,
          url: `${request.url.split("?")[0]}?surprise=1&limit=x&days=0`,
        }),
        ...(request.payload === undefined
          ? []
          : [
              await world.app.inject({
                ...request,
                payload: '{"',
                headers: { ...operator(), "content-type": "application/json" },
              }),
              await world.app.inject({
                ...request,
                payload: "a",
                headers: { ...operator(), "content-type": "text/plain" },
              }),
            ]),
      ];
      expect(answers[0]!.statusCode).toBe(401);
      expect(answers.flatMap((answer) => faultsOf(row, answer))).toEqual([]);
      expect(answers.filter(({ statusCode }) => statusCode >= 500)).toEqual([]);
    },
  );
});

type Json = Record<string, unknown>;
const all = DOCUMENTED.map((row) => ({ row, is: described(row) }));

/** Whether the example of a parameter, where it has one, is as its schema says. */
function isRight({ schema, example }: Json): boolean {
  const check = checkOf(schema);
  if (example === undefined) return true;
  const isNumber = /integer|number/.test(String((schema as Json)["type"]));
  return check(isNumber ? Number(example) : example);
}

test("the document is whole: ids once, chapters known, parameters of each path, every reference leads somewhere", () => {
  expect(document["openapi"]).toBe("3.1.0");
  const ids = all.map(({ is }) => is["operationId"]);
  expect(new Set(ids).size).toBe(DOCUMENTED.length);
  const tags = (document["tags"] as { name: string }[]).map(({ name }) => name);
  for (const { is, row } of all) {
    expect(tags, row[1]).toContain((is["tags"] as string[])[0]);
    const parameters = (is["parameters"] as Json[]).map((one) => resolved(one) as Json);
    const inPath = parameters.filter((one) => one["in"] === "path").map((one) => one["name"]);
    expect(inPath).toEqual([...row[1].matchAll(/:(\w+)/g)].map(([, name]) => name));
    const names = parameters.map((one) => `${String(one["in"])} ${String(one["name"])}`);
    expect(new Set(names).size).toBe(names.length);
    const wrong = parameters.filter((one) => !isRight(one));
    expect(wrong, row[1]).toEqual([]);
  }
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
  for (const ref of new Set(refs)) expect(resolved({ $ref: ref }), ref).toBeDefined();
});

test("no schema of a body or an answer says nothing, but where anything may stand", () => {
  const empty = (value: unknown): boolean =>
    typeof value === "object" && value !== null && Object.keys(value).length === 0;
  for (const { row, is } of all) {
    const schema = bodySchema(row);
    expect(schema !== undefined && empty(schema), `${row[0]} ${row[1]}`).toBe(false);
    const parameters = (is["parameters"] as Json[]).map((one) => resolved(one) as Json);
    for (const one of parameters)
      expect(empty(one["schema"]), `${row[1]} ${String(one["name"])}`).toBe(false);
  }
});
