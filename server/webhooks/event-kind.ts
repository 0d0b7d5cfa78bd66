// How a kind of event is described: what it means, whom it is about, and a body as an example.

export type EventKind = {
  readonly about: string;
  /** Which of these an event of the kind names; an account means its customer and currency too. */
  readonly of: "client" | "customer" | "account" | "message";
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
};

export const ID = "019d2b5e-7c1a-7f3e-9b0a-4f1d8e2a6c55";

export const message = (
  about: string,
  body: Readonly<Record<string, unknown>>,
  actor = "dispatch",
): EventKind => ({ about, of: "message", actor, body });

export const account = (
  about: string,
  body: Readonly<Record<string, unknown>>,
  actor = "import",
): EventKind => ({ about, of: "account", actor, body });

export const customer = (
  about: string,
  body: Readonly<Record<string, unknown>>,
  actor = "import",
): EventKind => ({ about, of: "customer", actor, body });

export const client = (
  about: string,
  body: Readonly<Record<string, unknown>>,
  actor = "cli",
): EventKind => ({ about, of: "client", actor, body });
