// What the document says beside the operations: chapters, headers, refusals.
import { Problem } from "./problems.ts";
import { toJson, type Json } from "./openapi-schema.ts";

export const DESCRIPTION = `Amounts are minor units of their currency, as text ("14990" is ZAR 149.90). Times are RFC 3339, of the installation's clock; days are those of the client's zone.

Send \`Authorization: Bearer KEY\`. A key belongs to one client and has scopes; each operation names the one it asks for. Every POST may carry an \`Idempotency-Key\`. Lists come page by page with a cursor. Refusals are problem documents (RFC 9457) that name the field. New fields and new kinds of events may come at any time: pass over what you do not know.`;

/** The chapters of the reference, in their order. */
export const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: "Messages", description: "Single messages of your own, and everything that is said." },
  {
    name: "Campaigns",
    description: "One message to everybody of a segment, at a time, by the rules of the ladder.",
  },
  { name: "Conversations", description: "What customers wrote." },
  { name: "Events", description: "What happened, in order, as pages or as a stream." },
  { name: "Customers", description: "Who owes, what is decided about them, and why." },
  { name: "Contact points", description: "Numbers and mailboxes of customers, and consent." },
  { name: "Ledger", description: "Invoices, credits and payments." },
  {
    name: "Debits",
    description: "Mandates, debit orders, notices before a strike, and what must not be processed.",
  },
  { name: "Bank", description: "What banks report: statements, returned debits, proposals." },
  {
    name: "Paying",
    description:
      "Links with which customers pay, the providers that take the money, what came of it, and who says that they have paid.",
  },
  {
    name: "Holds, disputes, promises",
    description: "What stops collection, and what a customer promised.",
  },
  { name: "Imports", description: "Books as files." },
  { name: "Sources", description: "Systems from which books are fetched on a schedule." },
  { name: "Policies", description: "What is said when; simulated before it is put in force." },
  {
    name: "Experiments",
    description: "Customers who are left alone or treated by another policy, and what differs.",
  },
  {
    name: "Shadow mode",
    description: "Everything is decided and nothing is sent, beside another system.",
  },
  { name: "Templates", description: "The words." },
  { name: "Routes", description: "The ways out." },
  { name: "Suppressions", description: "Addresses to which nothing is sent." },
  { name: "Reports", description: "What came of it, and whom to phone." },
  { name: "Callbacks", description: "Where you are called when something happens, and the log." },
  { name: "Privacy", description: "A customer's whole file, and forgetting a customer." },
  { name: "Audit", description: "Who did what to which record." },
  { name: "Keys", description: "Keys of this API." },
  { name: "Users", description: "People, their roles and how they sign in." },
  { name: "Sign-in", description: "What a browser asks before somebody is signed in." },
  { name: "Account", description: "Your own: password, one-time codes, sessions." },
  { name: "Clients", description: "The client itself; for the operator, all of them." },
];

const text = (description: string, schema: Json = { type: "string" }): Json => ({
  description,
  schema,
});

const PARAMETERS: Readonly<Record<string, Json>> = {
  DunlinClient: {
    name: "Dunlin-Client",
    in: "header",
    required: false,
    ...text("The slug of the client; the operator's own token needs it, keys know their client"),
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    ...text(
      "The same key with the same request gets the first answer again for 7 days; with another request 409",
      { type: "string", minLength: 1, maxLength: 255, pattern: "^[\\x21-\\x7e]+$" },
    ),
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    required: false,
    ...text("The ETag of the answer that you have; 304 when it still holds"),
  },
  LastEventID: {
    name: "Last-Event-ID",
    in: "header",
    required: false,
    ...text("The id of the last event that you heard: the stream goes on behind it", {
      type: "string",
      pattern: "^\\d{1,18}$",
    }),
  },
};

const HEADERS = {
  ETag: text("Another one when the answer is another"),
  RateLimit: text(
    'How many requests are left, and after how many seconds all are: "key";r=3999;t=1',
  ),
  RateLimitPolicy: text('How many requests may be made, and in how many seconds: "key";q=4000;w=2'),
  RetryAfter: text("Seconds after which another try makes sense", { type: "integer" }),
};

const refused = (description: string, headers?: Json): Json => ({
  description,
  ...(headers === undefined ? {} : { headers }),
  content: {
    "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
  },
});
const RETRY = { "Retry-After": { $ref: "#/components/headers/RetryAfter" } };

const RESPONSES = {
  BadRequest: refused("The request can't be read, such as a body that is no JSON"),
  NotSignedIn: refused("No key, or one that is unknown, ended or expired"),
  Forbidden: refused("The key lacks the scope"),
  NotFound: refused("There is no such thing at this client"),
  Conflict: refused("As things stand that can't be done; or the Idempotency-Key was used"),
  TooLarge: refused("The body is too large"),
  UnsupportedMediaType: refused("The body is of another kind than this operation reads"),
  Unprocessable: refused("A value is wrong; errors names the field"),
  TooManyRequests: refused("More requests than the key may make", RETRY),
  NotAvailable: refused("Not available now; try again", RETRY),
  Problem: refused("Refused or failed (RFC 9457)"),
};

export const COMPONENTS = {
  schemas: { Problem: toJson(Problem, "output") },
  securitySchemes: {
    key: { type: "http", scheme: "bearer", description: "A client's key, or the operator's token" },
  },
  parameters: PARAMETERS,
  headers: HEADERS,
  responses: RESPONSES,
};
