// Every command that changes something of a client leaves a row in the audit. One table says which those are.
import type { Arguments, Command } from "#cli/command.ts";
import type { Session } from "#cli/session.ts";
import { writeAudit } from "#audit/audit.ts";
import { digesterOf } from "#audit/digest.ts";
import { lookOf } from "#audit/looks.ts";
import { asClient } from "#platform/db.ts";

/** What a command changes: a kind of record, and how its first positional names it. */
export const CHANGES: Readonly<
  Record<string, { readonly kind: string; readonly by?: "id" | "ref" }>
> = {
  "client create": { kind: "client" },
  "client edit": { kind: "client" },
  import: { kind: "import" },
  "import undo": { kind: "import", by: "id" },
  payments: { kind: "payment" },
  "payments match": { kind: "payment", by: "id" },
  "bank import": { kind: "bank" },
  "bank match": { kind: "bank", by: "id" },
  "policy apply": { kind: "policies" },
  replay: { kind: "policies" },
  "experiment start": { kind: "experiments" },
  "experiment end": { kind: "experiments" },
  "shadow on": { kind: "shadow" },
  "shadow off": { kind: "shadow" },
  "shadow import": { kind: "shadow" },
  "route set": { kind: "routes" },
  "template apply": { kind: "templates" },
  run: { kind: "run" },
  drain: { kind: "run" },
  "inbound sms": { kind: "inbound" },
  "conversation reply": { kind: "conversation", by: "id" },
  "conversation assign": { kind: "conversation", by: "id" },
  "conversation note": { kind: "conversation", by: "id" },
  "conversation snooze": { kind: "conversation", by: "id" },
  "conversation close": { kind: "conversation", by: "id" },
  "conversation reopen": { kind: "conversation", by: "id" },
  "conversation attach": { kind: "conversation", by: "id" },
  "conversation take": { kind: "conversation", by: "id" },
  "conversation release": { kind: "conversation", by: "id" },
  "message resolve": { kind: "message", by: "id" },
  "message resend": { kind: "message", by: "id" },
  "sending-rules set": { kind: "sending_rules" },
  "segment save": { kind: "segment" },
  "segment remove": { kind: "segment", by: "id" },
  "campaign create": { kind: "campaign" },
  "campaign schedule": { kind: "campaign", by: "id" },
  "campaign approve": { kind: "campaign", by: "id" },
  "campaign unschedule": { kind: "campaign", by: "id" },
  "campaign pause": { kind: "campaign", by: "id" },
  "campaign resume": { kind: "campaign", by: "id" },
  "campaign cancel": { kind: "campaign", by: "id" },
  "campaign resend": { kind: "campaign", by: "id" },
  "campaign repeat": { kind: "campaign", by: "id" },
  "campaign rules": { kind: "campaign_rules" },
  "staff set": { kind: "staff" },
  "staff remove": { kind: "staff" },
  "hold add": { kind: "customer", by: "ref" },
  "hold end": { kind: "customer", by: "ref" },
  "dispute add": { kind: "customer", by: "ref" },
  "dispute end": { kind: "customer", by: "ref" },
  "promise add": { kind: "customer", by: "ref" },
  "promise end": { kind: "customer", by: "ref" },
  "plan create": { kind: "customer", by: "ref" },
  "plan cancel": { kind: "customer", by: "ref" },
  "arrangements set": { kind: "arrangements" },
  "link create": { kind: "customer", by: "ref" },
  "provider set": { kind: "payment_provider" },
  "factor set": { kind: "customer", by: "ref" },
  "debits import": { kind: "debits" },
  "debits generate": { kind: "debits" },
  "debits stop": { kind: "debits" },
  "debits filter": { kind: "debits" },
  "debits lift": { kind: "debits", by: "id" },
  "debits settings": { kind: "debit_settings" },
  "customer erase": { kind: "customer", by: "ref" },
  "customer export": { kind: "customer", by: "ref" },
  "retention set": { kind: "retention" },
  "intent correct": { kind: "reading_correction" },
  "intent review": { kind: "reading_correction", by: "id" },
  "apikey create": { kind: "key" },
  "apikey revoke": { kind: "key", by: "id" },
  "source set": { kind: "source" },
  "source run": { kind: "source" },
  "source remove": { kind: "source" },
  "user invite": { kind: "user" },
  "user remove": { kind: "user" },
  "sso set": { kind: "single_sign_on" },
  "sso remove": { kind: "single_sign_on" },
  "suppression add": { kind: "suppression" },
  "suppression remove": { kind: "suppression" },
  tracking: { kind: "tracking" },
  "webhook add": { kind: "webhook" },
  "webhook set": { kind: "webhook", by: "id" },
  "webhook enable": { kind: "webhook", by: "id" },
  "webhook disable": { kind: "webhook", by: "id" },
  "webhook remove": { kind: "webhook", by: "id" },
  "webhook rotate": { kind: "webhook", by: "id" },
  "webhook test": { kind: "webhook", by: "id" },
  "webhook replay": { kind: "webhook" },
};

/** Commands that look only, or that concern no client. */
export const LOOKS_ONLY: ReadonlySet<string> = new Set([
  "import list",
  "simulate",
  "experiment show",
  "shadow report",
  "explain",
  "message uncertain",
  "sending-rules show",
  "segment list",
  "segment show",
  "campaign list",
  "campaign show",
  "campaign preview",
  "staff list",
  "conversation list",
  "conversation show",
  "hold list",
  "dispute list",
  "promise list",
  "plan offer",
  "plan list",
  "arrangements show",
  "provider list",
  "checkout list",
  "bank entries",
  "debits list",
  "debits show",
  "debits stops",
  "debits report",
  "report",
  "report monthly",
  "report compare",
  "forecast",
  "call-list",
  "apikey list",
  "user list",
  "source list",
  "doctor",
  "operator invite",
  "sso show",
  "audit list",
  "audit verify",
  "retention",
  "suppression list",
  "intent",
  "intent corrections",
  "judge",
  "template list",
  "webhook list",
  "webhook show",
  "webhook log",
  "listen",
  "clock",
  "clock set",
  "clock advance",
  "clock release",
  "sandbox inbox",
  "sandbox reply",
  "sandbox ports",
]);

/** Runs the command; what it changed is in the audit when it has ended well. */
export async function runAudited(command: Command, session: Session, args: Arguments) {
  const words = command.words.join(" ");
  const changes = CHANGES[words];
  const slug = words === "client create" ? args.positionals[0] : args.text("client");
  if (!changes || slug === undefined) return await command.run(session, args);
  const record: { id?: string | undefined; before?: unknown } = {};
  // Looked at when the command itself opens the installation: it has understood its arguments by then.
  session.whenOpened = async () => {
    Object.assign(record, await lookBefore(session, slug, changes, args));
  };
  const answer = await command.run(session, args);
  if (answer.exit === 1) return answer;
  await session.asClient(slug, async (tx, clientId) => {
    const { app } = await session.installation();
    const entry = {
      actor: "cli",
      ip: undefined,
      action: `dunlin ${words}`,
      kind: changes.kind,
      id: record.id,
      asked: optionsOf(command, args),
      before: record.before,
      after: await lookOf(tx, clientId, changes.kind, record.id),
    };
    await writeAudit(tx, clientId, entry, await digesterOf(app, clientId));
  });
  return answer;
}

async function lookBefore(
  session: Session,
  slug: string,
  { kind, by }: { readonly kind: string; readonly by?: "id" | "ref" },
  args: Arguments,
): Promise<{ id?: string | undefined; before?: unknown }> {
  const { app } = await session.installation();
  const { clientIdOf } = await import("#clients/clients.ts");
  // A client that is not there is the command's own business to refuse.
  const clientId = await clientIdOf(app, slug).catch(() => undefined);
  if (clientId === undefined) return {};
  return await asClient(app, clientId, async (tx) => {
    const named = by === undefined ? undefined : args.positionals[0];
    const row =
      by === "ref" && named !== undefined
        ? await tx
            .selectFrom("customer")
            .select("customerId")
            .where("clientId", "=", clientId)
            .where("reference", "=", named)
            .executeTakeFirst()
        : undefined;
    // Ids are shown with a prefix, such as msg_.
    const id = by === "ref" ? row?.customerId : named?.replace(/^[a-z]+_/, "");
    return { id, before: await lookOf(tx, clientId, kind, id) };
  });
}

/** What was given on the command line: options by name; texts become digests when they are written. */
function optionsOf(command: Command, args: Arguments): Readonly<Record<string, unknown>> {
  const given = Object.entries(command.options).flatMap(([name, { type, multiple }]) => {
    if (name === "client" || /secret|password|token/.test(name)) return [];
    const value =
      type === "boolean"
        ? args.flag(name) || undefined
        : multiple
          ? args.list(name)
          : args.text(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(given);
}
