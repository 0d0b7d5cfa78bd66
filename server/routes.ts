// The map of the HTTP API under /v1: every operation and its path. Who may use it stands with the operation.
import type { FastifyInstance } from "fastify";
import { client, clients } from "./http/api/clients.ts";
import { customer, explanation } from "./http/api/customers.ts";
import { addDispute, addHold, addPromise, endHeld, HELD, listHeld } from "./http/api/holds.ts";
import { putCredits, putCustomers, putInvoices } from "./http/api/entries.ts";
import { addImport, imports, undo, upload } from "./http/api/imports.ts";
import { addKey, endKey, keys } from "./http/api/keys.ts";
import { conversations, events, messages } from "./http/api/messages.ts";
import { addPayments } from "./http/api/payments.ts";
import { policies, policy, putPolicy } from "./http/api/policies.ts";
import { calls, reports } from "./http/api/reports.ts";
import { putRoutes, routes } from "./http/api/routes.ts";
import { run, simulation } from "./http/api/running.ts";
import { cancel, message, sendBatch, sendMessage } from "./http/api/sending.ts";
import { suppress, suppressions, unsuppress } from "./http/api/suppressions.ts";
import { previewTemplate, putTemplates, template, templates } from "./http/api/templates.ts";
import type { Deps } from "./http/deps.ts";
import { documentOf } from "./http/openapi.ts";
import { mount, takeFiles, type Method, type Operation } from "./http/operation.ts";

export type Row = readonly [method: Method, path: string, operation: Operation];

const person = "/customers/:ref";
const held = Object.entries(HELD).flatMap(([noun, kinds]): Row[] => [
  ["GET", `${person}/${noun}`, listHeld(noun, kinds)],
  ["POST", `${person}/${noun}/end`, endHeld(noun, kinds)],
]);

/** Every operation there is. The client is that of the key; the operator names it with the header Dunlin-Client. */
export const OPERATIONS: readonly Row[] = [
  ["GET", "/clients", clients],
  ["GET", "/client", client],

  ["POST", "/messages", sendMessage],
  ["POST", "/messages/batch", sendBatch],
  ["GET", "/messages", messages],
  ["GET", "/messages/:message_id", message],
  ["POST", "/messages/:message_id/cancel", cancel],
  ["GET", "/conversations", conversations],
  ["GET", "/events", events],

  ["POST", "/customers", putCustomers],
  ["GET", person, customer],
  ["GET", `${person}/explain`, explanation],
  ["POST", `${person}/holds`, addHold],
  ["POST", `${person}/disputes`, addDispute],
  ["POST", `${person}/promises`, addPromise],
  ...held,
  ["POST", "/invoices", putInvoices],
  ["POST", "/credits", putCredits],
  ["POST", "/payments", addPayments],

  ["POST", "/imports", addImport],
  ["GET", "/imports", imports],
  ["GET", "/imports/uploads/:upload_id", upload],
  ["POST", "/imports/:batch_id/undo", undo],

  ["POST", "/run", run],
  ["GET", "/simulate", simulation],
  ["GET", "/report", reports],
  ["GET", "/call-list", calls],

  ["GET", "/templates", templates],
  ["POST", "/templates", putTemplates],
  ["GET", "/templates/:name", template],
  ["POST", "/templates/:name/preview", previewTemplate],
  ["GET", "/policies", policies],
  ["POST", "/policies", putPolicy],
  ["GET", "/policies/:version", policy],
  ["GET", "/routes", routes],
  ["POST", "/routes", putRoutes],
  ["GET", "/suppressions", suppressions],
  ["POST", "/suppressions", suppress],
  ["POST", "/suppressions/end", unsuppress],

  ["GET", "/keys", keys],
  ["POST", "/keys", addKey],
  ["DELETE", "/keys/:key_id", endKey],
];

/** What anybody may ask without a key, under /v1 and beside it. */
export const PUBLIC: readonly (readonly [method: Method, path: string, why: string])[] = [
  ["GET", "/healthz", "whether the server works"],
  ["GET", "/v1/openapi.json", "the description of the API holds no data"],
  ["GET", "/", "the status page, which asks for sign-in itself"],
];

/** Registers the API; the caller mounts it under /v1. */
export const apiRoutes =
  (deps: Deps) =>
  async (api: FastifyInstance): Promise<void> => {
    takeFiles(api);
    for (const [method, path, operation] of OPERATIONS) mount(api, method, path, operation, deps);
    const document = JSON.stringify(documentOf(OPERATIONS, "/v1"));
    api.get(
      "/openapi.json",
      async (_request, reply) => await reply.type("application/json; charset=utf-8").send(document),
    );
    await Promise.resolve();
  };
