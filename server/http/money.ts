// Amounts in requests: a decimal in whole units, or minor units.
import { z } from "zod";
import { HttpProblem } from "./problems.ts";
import { isCurrency, MAX_MINOR } from "#platform/money.ts";
import { parseAmount } from "#policies/ladder-words.ts";

/** An amount as decimal text, "149.90": JSON numbers are not exact. */
export const Decimal = z
  .string({ error: 'write the amount as text, such as "149.90"' })
  .regex(/^\d{1,12}(\.\d{1,4})?$/, { error: "is no amount; write it as 149.90" });

/** Minor units as whole number or text: 14990. */
export const Minor = z.union([z.int(), z.string().regex(/^\d{1,16}$/)], {
  error: "is no whole number of minor units; write it as 14990",
});

/** Where an amount stands in the body, for the problem that names it. */
type Stated = {
  readonly amount?: string | undefined;
  readonly amount_minor?: number | string | undefined;
};

/** What may be open of an amount: all of it when nothing is said, or none. A 422 that names the field. */
export function openOf(
  stated: { readonly open?: string | undefined; readonly open_minor?: number | string | undefined },
  amountMinor: bigint,
  currency: string,
  path: string,
): bigint {
  const { open, open_minor: minor } = stated;
  if (open !== undefined && minor !== undefined) {
    throw wrong(`${path}open`, "give either open or open_minor");
  }
  const openMinor =
    open === undefined ? BigInt(minor ?? amountMinor) : decimalOf(open, currency, `${path}open`);
  if (openMinor > amountMinor) throw wrong(`${path}open`, "is more than the amount");
  return openMinor;
}

/** Exactly one of the two as minor units, more than 0; a 422 that names the field, which stands behind `path`. */
export function amountOf(stated: Stated, currency: string, path = ""): bigint {
  if (!isCurrency(currency)) {
    throw wrong(`${path}currency`, `"${currency}" is not an ISO 4217 code; use one such as ZAR`);
  }
  if ((stated.amount === undefined) === (stated.amount_minor === undefined)) {
    throw wrong(`${path}amount`, "give either amount or amount_minor");
  }
  const field = stated.amount === undefined ? "amount_minor" : "amount";
  const minor = minorOf(stated, currency, path);
  if (minor <= 0n) throw wrong(`${path}${field}`, "must be more than 0");
  if (minor > MAX_MINOR) throw wrong(`${path}${field}`, "is larger than the ledger takes");
  return minor;
}

function minorOf(stated: Stated, currency: string, path: string): bigint {
  return stated.amount === undefined
    ? BigInt(stated.amount_minor ?? 0)
    : decimalOf(stated.amount, currency, `${path}amount`);
}

/** A decimal as minor units of the currency; a 422 that names the field. */
export function decimalOf(text: string, currency: string, field: string): bigint {
  const parsed = parseAmount(text, currency);
  if (!("value" in parsed)) throw wrong(field, parsed.error);
  return parsed.value;
}

function wrong(field: string, message: string): HttpProblem {
  return new HttpProblem(422, `${field} (body): ${message}`, [{ in: "body", field, message }]);
}
