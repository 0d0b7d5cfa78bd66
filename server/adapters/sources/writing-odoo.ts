// What Odoo is told of: payments, registered for their invoices, and messages on the partner.
import { z } from "zod";
import { SourceError, type PaymentWriting, type RecordSource } from "#sources/source.ts";
import { shaped } from "./web.ts";

/** Settings of Odoo that writing needs. */
export const odooWriting = {
  /** The id of the bank journal that payments go to; needed to write payments. */
  journal_id: z.int().positive().exactOptional(),
  /** The field of account.payment that takes our reference: memo, or ref before version 18. */
  payment_reference_field: z.enum(["memo", "ref"]).default("memo"),
};

type Settings = {
  readonly customer_reference: "id" | "ref";
  readonly journal_id?: number;
  readonly payment_reference_field: "memo" | "ref";
};

/** A call of a method of a model; `once`: it is not repeated when it may have had an effect. */
export type Execute = (
  model: string,
  method: string,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
  how: { readonly signal: AbortSignal; readonly once?: boolean },
) => Promise<unknown>;

const Ids = z.array(z.object({ id: z.int() }));

/** Writes to Odoo. It has no keys of idempotency: what is there already is looked for first. */
export function writeOdoo(
  execute: Execute,
  settings: Settings,
): NonNullable<RecordSource["write"]> {
  const find = async (model: string, domain: readonly unknown[], signal: AbortSignal) => {
    const found = await execute(
      model,
      "search_read",
      [domain],
      { fields: ["id"], limit: 1 },
      { signal },
    );
    return shaped(Ids, found, "Odoo")[0]?.id;
  };
  const partnerOf = async (reference: string, signal: AbortSignal): Promise<number> => {
    const isId = settings.customer_reference === "id" || /^\d+$/.test(reference);
    const byRef =
      settings.customer_reference === "ref"
        ? await find("res.partner", [["ref", "=", reference]], signal)
        : undefined;
    const id =
      byRef ??
      (isId ? await find("res.partner", [["id", "=", Number(reference)]], signal) : undefined);
    if (id === undefined) throw new SourceError("refused", `Odoo has no partner ${reference}`);
    return id;
  };
  return async (writing, signal) => {
    if (writing.kind === "payments") {
      await writePayment({ execute, find, partnerOf, settings }, writing, signal);
      return;
    }
    const partner = await partnerOf(writing.customer, signal);
    const mark = `dunlin ${writing.id}`;
    const known = [
      ["model", "=", "res.partner"],
      ["res_id", "=", partner],
      ["body", "ilike", mark],
    ];
    if ((await find("mail.message", known, signal)) !== undefined) return;
    const body = `${writing.text}\n[${mark}]`;
    await execute(
      "res.partner",
      "message_post",
      [[partner]],
      { body, message_type: "comment" },
      { signal, once: true },
    );
  };
}

type Ways = {
  readonly execute: Execute;
  readonly find: (
    model: string,
    domain: readonly unknown[],
    signal: AbortSignal,
  ) => Promise<number | undefined>;
  readonly partnerOf: (reference: string, signal: AbortSignal) => Promise<number>;
  readonly settings: Settings;
};

// Each part is a payment of its own, registered for its invoice as the wizard of Odoo does; so the invoice is reconciled.
async function writePayment(
  { execute, find, partnerOf, settings }: Ways,
  writing: PaymentWriting,
  signal: AbortSignal,
): Promise<void> {
  const { journal_id: journal, payment_reference_field: field } = settings;
  const once = { signal, once: true };
  for (const part of writing.invoices) {
    const memo = `${writing.reference} (dunlin ${writing.id} ${part.recordId})`;
    if ((await find("account.payment", [[field, "=", memo]], signal)) !== undefined) continue;
    const context = { active_model: "account.move", active_ids: [Number(part.recordId)] };
    const values = {
      amount: Number(part.amount),
      payment_date: writing.paidOn,
      communication: memo,
      journal_id: journal,
      group_payment: true,
    };
    const wizard = await execute("account.payment.register", "create", [values], { context }, once);
    await execute(
      "account.payment.register",
      "action_create_payments",
      [[wizard]],
      { context },
      once,
    );
  }
  if (Number(writing.rest) === 0) return;
  const memo = `${writing.reference} (dunlin ${writing.id})`;
  const known = [[field, "=", memo]];
  let payment = await find("account.payment", known, signal);
  if (payment === undefined) {
    const values = {
      payment_type: "inbound",
      partner_type: "customer",
      partner_id: await partnerOf(writing.customer, signal),
      amount: Number(writing.rest),
      date: writing.paidOn,
      journal_id: journal,
      [field]: memo,
    };
    payment = z.int().parse(await execute("account.payment", "create", [values], {}, once));
  }
  const drafts = [
    ["id", "=", payment],
    ["state", "=", "draft"],
  ];
  if ((await find("account.payment", drafts, signal)) !== undefined)
    await execute("account.payment", "action_post", [[payment]], {}, once);
}
