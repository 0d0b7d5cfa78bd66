// Who may do what: the one table, read by the API, the pages and the document of the API.

/** What a client's key or user may be allowed to do: a noun, and whether it is looked at or changed. */
export const SCOPES = [
  "messages:read",
  "messages:write",
  "campaigns:read",
  "campaigns:write",
  "conversations:read",
  "conversations:write",
  "customers:read",
  "customers:write",
  "ledger:read",
  "ledger:write",
  "imports:read",
  "imports:write",
  "templates:read",
  "templates:write",
  "policies:read",
  "policies:write",
  "routes:read",
  "routes:write",
  "suppressions:read",
  "suppressions:write",
  "debits:read",
  "debits:write",
  "stops:read",
  "reports:read",
  "events:read",
  "webhooks:read",
  "webhooks:write",
  "keys:read",
  "keys:write",
  "users:read",
  "users:write",
  "sources:read",
  "sources:write",
  "audit:read",
  "privacy:write",
  "client:read",
  "client:write",
] as const;
export type Scope = (typeof SCOPES)[number];

/** What only the operator's own people may do. No key of a client ever holds one. */
export const OPERATOR_SCOPES = ["clients:read", "clients:write", "installation:write"] as const;
export type OperatorScope = (typeof OPERATOR_SCOPES)[number];

/** What an operation asks for: a scope, or nothing but to be somebody. */
export type Need = Scope | OperatorScope | "anybody";

export const ROLES = [
  "owner",
  "finance",
  "account_manager",
  "supervisor",
  "agent",
  "provider",
  "bureau",
  "auditor",
] as const;
export type Role = (typeof ROLES)[number];

const reading = SCOPES.filter((scope) => scope.endsWith(":read"));
const daily: readonly Scope[] = [
  "messages:read",
  "conversations:read",
  "conversations:write",
  "customers:read",
  "ledger:read",
  "debits:read",
  "reports:read",
  // The console follows what happens; bodies of events hold ids and numbers, never names or words.
  "events:read",
  "client:read",
];

/** What each role of a client may do. Providers and bureaus get the rights of their own work with that work. */
export const ALLOWED: Readonly<Record<Role, readonly Scope[]>> = {
  owner: SCOPES,
  finance: [
    ...daily,
    "messages:write",
    "campaigns:read",
    "campaigns:write",
    "customers:write",
    "ledger:write",
    "imports:read",
    "imports:write",
    "templates:read",
    "templates:write",
    "policies:read",
    "policies:write",
    "routes:read",
    "suppressions:read",
    "suppressions:write",
    "sources:read",
    "sources:write",
    "debits:write",
    "stops:read",
  ],
  account_manager: [...daily, "campaigns:read", "imports:read", "templates:read", "policies:read"],
  supervisor: [
    ...daily,
    "messages:write",
    "campaigns:read",
    "campaigns:write",
    "customers:write",
    "ledger:write",
    "templates:read",
    "policies:read",
    "routes:read",
    "suppressions:read",
    "suppressions:write",
    "debits:write",
    "stops:read",
  ],
  agent: daily,
  provider: [],
  // What must not be processed, by keys, and nothing else.
  bureau: ["stops:read"],
  auditor: reading,
};

export const isScope = (text: string): text is Scope =>
  (SCOPES as readonly string[]).includes(text);

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Whether whoever has these scopes may give the role away: nobody gives what they do not have. */
export const mayGrant = (scopes: ReadonlySet<Scope | OperatorScope>, role: Role): boolean =>
  ALLOWED[role].every((scope) => scopes.has(scope));

/** Who asks, and what they may do; for one client, or for any where they belong to the operator. */
export type Principal = {
  readonly kind: "operator" | "key" | "user";
  /** As it stands in events and the audit: "operator", "key:billing", "user:ann@example.org". */
  readonly actor: string;
  /** The client it belongs to; undefined: the operator's, which names a client with each request. */
  readonly clientId: string | undefined;
  /** The key, session or user that limits are counted by. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope | OperatorScope>;
};

/** Whoever has not said who they are: may do what needs nobody. */
export const NOBODY: Principal = {
  kind: "user",
  actor: "nobody",
  clientId: undefined,
  id: "nobody",
  scopes: new Set(),
};

/** The whole installation's own people: everything, for every client. */
export const OPERATOR: Principal = {
  kind: "operator",
  actor: "operator",
  clientId: undefined,
  id: "operator",
  scopes: new Set([...SCOPES, ...OPERATOR_SCOPES]),
};
