// What browsers send from the pages of a link: forms, and one file.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpProblem } from "../problems.ts";
import { MOST_PROOF_BYTES } from "#payments/proofs.ts";
import { exponentOf } from "#platform/money.ts";

const FORM_BYTES = 16_384;
const FILE_FORM_BYTES = MOST_PROOF_BYTES + 65_536;
const MOST_PARTS = 20;

export type Form = {
  readonly text: (field: string) => string;
  readonly all: (field: string) => readonly string[];
  readonly file: (field: string) => Uint8Array | undefined;
};

/** Lets both kinds of forms in, and nothing else. */
export function takePortalForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: FORM_BYTES },
    (_request, body, done) => done(null, formOfFields([...new URLSearchParams(String(body))])),
  );
  app.addContentTypeParser(
    "multipart/form-data",
    { parseAs: "buffer", bodyLimit: FILE_FORM_BYTES },
    (request, body, done) => {
      const form = readMultipart(request.headers["content-type"] ?? "", body as Buffer);
      if (form) done(null, form);
      else done(new HttpProblem(400, "the form can't be read"));
    },
  );
}

const EMPTY = formOfFields([]);

/** The form that was sent; 403 when a page of another site sent it. Old browsers say nothing of where it comes from. */
export function portalForm(request: FastifyRequest): Form {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") {
    throw new HttpProblem(403, "the form was sent by another site");
  }
  const { body } = request;
  return typeof body === "object" && body !== null && "text" in body ? (body as Form) : EMPTY;
}

const LONGEST_FIELD = 1_000;

function formOfFields(
  fields: readonly (readonly [string, string])[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): Form {
  return {
    text: (field) => (fields.find(([name]) => name === field)?.[1] ?? "").slice(0, LONGEST_FIELD),
    all: (field) =>
      fields.filter(([name]) => name === field).map(([, value]) => value.slice(0, LONGEST_FIELD)),
    file: (field) => files.get(field),
  };
}

/** Reads multipart/form-data (RFC 7578) that is in memory already and bounded; undefined when it is none. */
export function readMultipart(contentType: string, body: Buffer): Form | undefined {
  const found = /boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/iu.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) return undefined;
  const fields: [string, string][] = [];
  const files = new Map<string, Uint8Array>();
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  for (let parts = 0; at !== -1 && parts < MOST_PARTS; parts += 1) {
    const start = at + mark.length;
    const next = body.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), start);
    if (next === -1) break;
    const head = body.indexOf("\r\n\r\n", start);
    if (head === -1 || head > next) return undefined;
    const disposition = body.subarray(start, head).toString("utf8").slice(0, 2_000);
    const name = /;\s*name="([^"]{1,100})"/iu.exec(disposition)?.[1];
    const content = body.subarray(head + 4, next);
    if (name === undefined) return undefined;
    if (!/;\s*filename\*?=/iu.test(disposition)) fields.push([name, content.toString("utf8")]);
    else if (content.length > 0) files.set(name, content);
    at = next + 2;
  }
  return formOfFields(fields, files);
}

/**
 * An amount as people type it, in minor units: "250", "R 1 250,50", "1,250.50". Undefined for what is none. Where only one
 * sign stands, three digits behind it are thousands.
 */
export function readAmount(given: string, currency: string): bigint | undefined {
  const text = given
    .normalize("NFKC")
    .replaceAll(/[\s'’_]/gu, "")
    .replace(/^[^\d.,-]{1,5}|[^\d.,-]{1,5}$/gu, "");
  if (!/^\d[\d.,]{0,20}$|^[.,]\d{1,4}$/u.test(text)) return undefined;
  const exponent = exponentOf(currency);
  const at = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  const behind = at === -1 ? 0 : text.length - at - 1;
  const isDecimal = at !== -1 && behind > 0 && behind <= Math.max(exponent, 1) && behind !== 3;
  const isThree = exponent === 3 && behind === 3 && at !== -1;
  const whole = (isDecimal || isThree ? text.slice(0, at) : text).replaceAll(/[.,]/gu, "");
  const parts = isDecimal || isThree ? text.slice(at + 1) : "";
  if (parts.length > exponent) return undefined;
  const groups = (isDecimal || isThree ? text.slice(0, at) : text).split(/[.,]/u);
  if (groups.length > 1 && groups.slice(1).some((group) => group.length !== 3)) return undefined;
  return BigInt(`${whole === "" ? "0" : whole}${parts.padEnd(exponent, "0")}`);
}

/** A day as browsers send it ("2026-11-30"), or as people write it where there is no calendar ("30.11.2026"). */
export function readDay(given: string): Temporal.PlainDate | undefined {
  const text = given.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(text);
  const other = /^(\d{1,2})[./\s-](\d{1,2})[./\s-](\d{4})$/u.exec(text);
  const [year, month, day] = (
    iso ? [iso[1], iso[2], iso[3]] : [other?.[3], other?.[2], other?.[1]]
  ).map(Number);
  if (!year || !month || !day || month > 12 || day > 31) return undefined;
  const date = Temporal.PlainDate.from({ year, month, day });
  return date.day === day ? date : undefined;
}
