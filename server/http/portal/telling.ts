// What a customer tells us on the page: something is wrong, it is paid already; and the invoices.
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { inClient } from "../deps.ts";
import { HttpProblem } from "../problems.ts";
import { invoiceFile, seeInvoices } from "./account.ts";
import { portalForm, readAmount, readDay, type Form } from "./forms.ts";
import { guest, type Guests } from "./guests.ts";
import { showPortal, type Guest, type PortalDeps, type TokenParam } from "./visit.ts";
import { donePage } from "#portal/agree-pages.ts";
import {
  disputePage,
  disputeReviewPage,
  invoicesPage,
  paidPage,
  type Invoice,
} from "#portal/claim-pages.ts";
import { refusedPage } from "#portal/entry-pages.ts";
import { dateOf } from "#portal/frame.ts";
import { matchClaim } from "#bank/claims.ts";
import { redactCardNumbers } from "#conversations/card-numbers.ts";
import { offersFor } from "#ledger/arrangements.ts";
import { lockCustomers } from "#ledger/facts-changed.ts";
import { placeHold } from "#ledger/holds.ts";
import { changeCustomer } from "#messages/planning/change.ts";
import { claimPaid } from "#payments/proofs.ts";
import type { Tx } from "#platform/db.ts";
import { toDecimal } from "#platform/money.ts";

type FileParams = { readonly Params: { readonly token: string; readonly file: string } };
type Handler = (who: Guest, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const BY = "customer";
const MOST_WHY = 500;

/** GET /invoices; GET, POST and confirm of /dispute; GET and POST /paid. */
export function tellingRoutes(app: FastifyInstance, deps: PortalDeps, guests: Guests): void {
  const known =
    (handle: Handler) => async (request: FastifyRequest<TokenParam>, reply: FastifyReply) => {
      const who = await guest(deps, guests, request, reply, "full");
      return who ? await handle(who, request, reply) : reply;
    };

  app.get<TokenParam>(
    "/p/:token/invoices",
    known(async (who, _request, reply) => {
      const { currency, invoices } = await seen(deps, who, false);
      const shown = invoices.map(({ fileId, ...one }) => ({
        ...one,
        file: fileId === null ? undefined : `${who.view.base}/files/${fileId}`,
      }));
      return await showPortal(reply, invoicesPage(who.view, currency, shown));
    }),
  );
  app.get<FileParams>("/p/:token/files/:file", async (request, reply) => {
    const who = await guest(deps, guests, request, reply, "full");
    return who ? await sendFile(deps, who, request.params.file, reply) : reply;
  });
  app.get<TokenParam>(
    "/p/:token/dispute",
    known(async (who, _request, reply) => {
      const { currency, invoices } = await seen(deps, who, true);
      if (invoices.length === 0) return await impossible(who, reply);
      return await showPortal(reply, disputePage(who.view, currency, invoices));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/dispute",
    known(async (who, request, reply) => {
      const { currency, invoices } = await seen(deps, who, true);
      const { picked, why, faults } = readDispute(who, portalForm(request), invoices);
      if (Object.keys(faults).length > 0) {
        const given = { faults, why, picked: picked.map((one) => one.reference) };
        const page = disputePage(who.view, currency, invoices, given);
        return await showPortal(reply, page, { status: 422 });
      }
      return await showPortal(reply, disputeReviewPage(who.view, currency, picked, why));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/dispute/confirm",
    known(async (who, request, reply) => await confirmDispute(deps, who, request, reply)),
  );
  app.get<TokenParam>(
    "/p/:token/paid",
    known(async (who, _request, reply) => {
      const { currency, today, payFull } = await offer(deps, who);
      const amount = toDecimal(payFull, currency);
      return await showPortal(reply, paidPage(who.view, { currency, today, amount, day: "" }));
    }),
  );
  app.post<TokenParam>(
    "/p/:token/paid",
    known(async (who, request, reply) => await takeClaim(deps, who, request, reply)),
  );
}

async function sendFile(
  { db }: PortalDeps,
  { known }: Guest,
  attachmentId: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await inClient(
    db,
    known.clientId,
    async (tx) => await invoiceFile(tx, known, attachmentId),
  );
  if (!file) throw new HttpProblem(404, "there is no such file");
  const name = file.name.replaceAll(/[^\w.-]/gu, "_");
  return await reply
    .headers({ "content-disposition": `attachment; filename="${name}"` })
    .type(file.type)
    .send(file.bytes);
}

async function offer({ db }: PortalDeps, { known: { clientId, link } }: Guest) {
  return await inClient(
    db,
    clientId,
    async (tx, now) => await offersFor(tx, clientId, link.accountId, now),
  );
}

async function seen(deps: PortalDeps, who: Guest, undisputed: boolean) {
  const { currency } = await offer(deps, who);
  const invoices = await inClient(
    deps.db,
    who.known.clientId,
    async (tx) => await seeInvoices(tx, who.known, { undisputed }),
  );
  return { currency, invoices };
}

async function impossible({ view }: Guest, reply: FastifyReply): Promise<FastifyReply> {
  return await showPortal(reply, refusedPage(view, view.say("not_possible")), { status: 409 });
}

function readDispute({ view }: Guest, form: Form, invoices: readonly Invoice[]) {
  const wanted = new Set(form.all("invoice"));
  const picked = invoices.filter(({ reference }) => wanted.has(reference));
  const why = redactCardNumbers(form.text("why"))
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, MOST_WHY);
  const faults: Record<string, string> = {};
  if (picked.length === 0) faults["invoice"] = view.say("dispute_choose");
  if (why.length < 3) faults["why"] = view.say("dispute_say");
  return { picked, why, faults };
}

async function referenceOf(tx: Tx, clientId: string, customerId: string): Promise<string> {
  const row = await tx
    .selectFrom("customer")
    .select("reference")
    .where("clientId", "=", clientId)
    .where("customerId", "=", customerId)
    .executeTakeFirstOrThrow();
  return row.reference;
}

async function confirmDispute(
  deps: PortalDeps,
  who: Guest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { clientId, link } = who.known;
  const { currency, invoices } = await seen(deps, who, true);
  const { picked, why, faults } = readDispute(who, portalForm(request), invoices);
  if (Object.keys(faults).length > 0) return await impossible(who, reply);
  await inClient(
    deps.db,
    clientId,
    async (tx) =>
      await changeCustomer(
        tx,
        clientId,
        BY,
        async (now) =>
          await placeHold(
            tx,
            clientId,
            {
              customerReference: await referenceOf(tx, clientId, link.customerId),
              kind: "dispute",
              currency,
              invoices: picked.map((one) => one.reference),
              reason: why,
              by: BY,
            },
            now,
          ),
      ),
  );
  const { say } = who.view;
  const page = donePage(who.view, say("dispute_done"), say("dispute_done_about"));
  return await showPortal(reply, page);
}

async function takeClaim(
  deps: PortalDeps,
  who: Guest,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { view, known } = who;
  const { clientId, link } = known;
  const { customerId, accountId, linkId } = link;
  const form = portalForm(request);
  const { currency, today } = await offer(deps, who);
  const amountMinor = readAmount(form.text("amount"), currency);
  const paidOn = readDay(form.text("day"));
  const refuse = async (faults: Record<string, string>): Promise<FastifyReply> => {
    const given = { amount: form.text("amount"), day: form.text("day"), faults };
    const page = paidPage(view, { currency, today, ...given });
    return await showPortal(reply, page, { status: 422 });
  };
  const faults: Record<string, string> = {};
  if (amountMinor === undefined || amountMinor <= 0n) faults["amount"] = view.say("amount_unclear");
  if (!paidOn) faults["day"] = view.say("day_unclear");
  else if (Temporal.PlainDate.compare(paidOn, today) > 0) faults["day"] = view.say("day_future");
  if (amountMinor === undefined || !paidOn || Object.keys(faults).length > 0)
    return await refuse(faults);
  const claim = { customerId, accountId, linkId, amountMinor, paidOn, by: BY };
  const file = form.file("file");
  const { done } = await inClient(
    deps.db,
    clientId,
    async (tx) =>
      await changeCustomer(tx, clientId, BY, async (now) => {
        await lockCustomers(tx, clientId, [customerId]);
        const sought = { customerId, amountMinor, on: paidOn };
        const found = await matchClaim(tx, clientId, sought, now);
        if (found) return { customerId, matched: found.matched } as const;
        return { customerId, ...(await claimPaid(tx, clientId, { ...claim, file }, now)) };
      }),
  );
  if ("refused" in done) {
    const { refused } = done;
    const what = (
      { wrong_type: "file_type", too_large: "file_large", too_many: "file_many" } as const
    )[refused];
    return await refuse({ file: view.say(what) });
  }
  if ("matched" in done)
    return await showPortal(reply, donePage(view, view.say("paid_found"), undefined));
  const about = done.heldUntil
    ? view.say("paid_held", { date: dateOf(view, done.heldUntil) })
    : view.say("paid_not_held");
  return await showPortal(reply, donePage(view, view.say("paid_done"), about));
}
