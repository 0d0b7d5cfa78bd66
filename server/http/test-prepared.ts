/** What must be there before documented examples work, by operation, and the ids that stand in their paths then. */
import { expect } from "vitest";
import { hear } from "#conversations/hear.ts";
import { campaignsPrepared } from "./test-campaigns.ts";
import { OPERATIONS } from "../routes.ts";
import { makePerson } from "./accounts/test-people.ts";
import type { HttpWorld } from "./test-world.ts";

export type Prepared = Readonly<Record<string, () => Promise<Record<string, string>>>>;

/** The preparations, in the world that is open when they run. */
export function preparedIn(world: () => HttpWorld): Prepared {
  const operator = () => ({ authorization: `Bearer ${world().token}`, "dunlin-client": "acme" });
  const made = async (
    url: string,
    payload: object,
    method: "POST" | "PUT" = "POST",
  ): Promise<Record<string, string>> => {
    const answer = await world().ask(method, url, payload);
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
    return {
      user_id: await makePerson(world(), { email: `p${people}@example.org`, role: "agent" }),
    };
  };
  const held = (noun: string, body: object) => async () => {
    await made(`/v1/customers/C%2F1%20%C3%A9/${noun}`, body);
    return {};
  };
  const book = (number: number) => async () => {
    const answer = await world().app.inject({
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
    const { rows } = await world().owner.query<{ id: string }>(
      "select route_id as id from dunlin.route where name = 'sms-main'",
    );
    return rows[0]!.id;
  };
  /** A thread of somebody who is not known, with one message in it. */
  let strangers = 0;
  const thread = async () => {
    strangers += 1;
    const heard = await hear(world().db, world().clientId, {
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
    const answer = await world().app.inject({
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
    const answer = await world().app.inject({
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
    const put = await world().ask("POST", "/v1/debits", {
      debits: [{ ...order, strike_on: "2026-08-27" }],
    });
    return { debit_id: put.json().debits[0].debit_id as string };
  };
  const debitStop = async () => {
    const stopped = await world().ask("POST", "/v1/debits/stop", await debit());
    return { stop_id: stopped.json().stopped[0].stop_id as string };
  };

  /** A payment through a provider, of which half was paid twice. */
  const paidCheckout = async () => {
    const { rows } = await world().owner.query<{ id: string }>(
      `insert into dunlin.checkout (client_id, customer_id, account_id, provider, state, amount_minor, currency, payment_ref,
       expires_at, created_at, ended_at, excess_minor)
     select client_id, customer_id, account_id, 'sandbox', 'paid', 4000, currency, gen_random_uuid()::text, now(), now(), now(), 2000
     from dunlin.account where client_id = $1 limit 1 returning checkout_id as id`,
      [world().clientId],
    );
    await made("/v1/payment-providers", { provider: "sandbox" });
    return { checkout_id: rows[0]!.id };
  };
  const claim = async () => {
    const { rows } = await world().owner.query<{ id: string }>(
      `insert into dunlin.claim_proof (client_id, customer_id, account_id, type, sha256, bytes, given_at)
     select client_id, customer_id, account_id, 'application/pdf', sha256('%PDF-'), '%PDF-', now()
     from dunlin.account where client_id = $1 limit 1 returning proof_id as id`,
      [world().clientId],
    );
    return { proof_id: rows[0]!.id };
  };

  let notes = 0;
  /** Money that a bank told of and nobody claims. */
  const bankEntry = async () => {
    notes += 1;
    const file = OPERATIONS.find(([, path]) => path === "/bank/imports")![2].example!
      .body as string;
    await world().app.inject({
      method: "POST",
      url: "/v1/bank/imports",
      headers: { ...operator(), "content-type": "application/xml" },
      payload: file.replace("7781", `8${notes}`),
    });
    const { entries } = (
      await world().ask("GET", "/v1/bank/entries?state=unmatched&limit=1")
    ).json();
    return { entry_id: entries[0].entry_id as string };
  };
  const bankProposal = async () => {
    const { entry_id: entryId } = await bankEntry();
    const { rows } = await world().owner.query<{ id: string }>(
      `insert into dunlin.bank_proposal (client_id, entry_id, customer_id, account_id, score, reasons, created_at)
     select client_id, $2, customer_id, account_id, 80, '{name}', now()
     from dunlin.account where client_id = $1 limit 1 returning proposal_id as id`,
      [world().clientId, entryId],
    );
    return { proposal_id: rows[0]!.id };
  };

  /** The id of the first of a list, which an example before has made. */
  const firstOf = (list: string, word: string, id: string) => async () => ({
    [id]: (await world().ask("GET", list)).json()[word][0][id] as string,
  });

  return {
    "GET /messages/:message_id": message,
    ...campaignsPrepared(made, world),
    "GET /policies/replays/:replay_id": firstOf("/v1/policies/replays", "replays", "replay_id"),
    "GET /policies/replays/:replay_id/lines": firstOf(
      "/v1/policies/replays",
      "replays",
      "replay_id",
    ),
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
    "POST /customers/:ref/promises/end": held("promises", {
      amount: "10.00",
      due_on: "2026-07-04",
    }),
    "POST /customers/:ref/plans/end": async () => {
      await world().ask("POST", "/v1/customers/C%2F1%20%C3%A9/plans/end", {});
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
      await world().owner.query(
        "update dunlin.installation set public_url = 'https://pay.example'",
      );
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
}
