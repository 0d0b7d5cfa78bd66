// What a customer may ask for by law: their whole file, and to be forgotten.
import { createHash } from "node:crypto";
import { z } from "zod";
import { CustomerPath, requireCustomer } from "../deps.ts";
import { change } from "../operation.ts";
import { refusedAs } from "../problems.ts";
import { InstantOnWire } from "../wire.ts";
import { eraseCustomer } from "#privacy/erase.ts";
import { customerFile, fileAsJson } from "#privacy/export.ts";
import { fileAsPdf } from "#privacy/export-pdf.ts";
import { installationSecret } from "#privacy/secret.ts";

/** Everything about one customer, in a file. */
export const customerExport = change({
  needs: "customers:read",
  tag: "Privacy",
  summary: "Everything said to and by a customer, decided, paid and agreed, as one JSON or PDF",
  description:
    "`content` is the file in base64. The PDF names the SHA-256 of the JSON that was made from the same rows. Asking is kept in the audit.",
  params: CustomerPath,
  query: z.object({ format: z.enum(["json", "pdf"]).default("json") }),
  response: z.object({
    name: z.string(),
    type: z.enum(["application/json", "application/pdf"]),
    sha256: z.string(),
    content: z.string(),
  }),
  example: { params: { ref: "C/1 é" }, query: { format: "json" } },
  work: async (working, { params: { ref }, query: { format } }) => {
    const { tx, clientId, now } = working;
    await requireCustomer(working, ref);
    const file = await customerFile(tx, clientId, ref, now);
    const bytes = format === "pdf" ? await fileAsPdf(file) : Buffer.from(fileAsJson(file));
    return {
      name: `customer-${String(file.customer["id"])}.${format}`,
      type: format === "pdf" ? ("application/pdf" as const) : ("application/json" as const),
      sha256: createHash("sha256").update(bytes).digest("hex"),
      content: bytes.toString("base64"),
    };
  },
});

/** Forgets a customer; the figures stay. */
export const customerErase = change({
  needs: "privacy:write",
  tag: "Privacy",
  summary: "Erase a customer: nothing says any more who it was; invoices, payments and dates stay",
  description:
    "It can't be undone. What is waiting to be sent is withdrawn. Asked again it answers the same and changes nothing.",
  params: CustomerPath,
  response: z.object({
    reference: z.string(),
    erased_at: InstantOnWire,
    withdrawn: z.int(),
    changed: z.boolean(),
  }),
  example: { params: { ref: "C-OLD" } },
  work: async ({ tx, clientId, actor, now }, { params: { ref } }) => {
    const by = { actor, now, secret: await installationSecret(tx) };
    const erased = await refusedAs(404, eraseCustomer(tx, clientId, ref, by));
    const { reference, erasedAt, withdrawn, changed } = erased;
    return { reference, erased_at: erasedAt, withdrawn, changed };
  },
});
