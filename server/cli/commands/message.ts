import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { resendMessage } from "#messages/resend.ts";
import { listUncertain, resolveUncertain } from "#messages/resolve.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError, UserError } from "#platform/errors.ts";

const list: Command = {
  words: ["message", "uncertain"],
  usage: "--client SLUG",
  about: "Lists messages that were handed over and of which nobody knows whether they arrived.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rows = await session.asClient(slug, async (tx, id) => await listUncertain(tx, id));
    const head = ["message", "customer", "channel", "step", "reason"];
    const lines = rows.map((row) => [row.message, row.customer, row.channel, row.step, row.reason]);
    return { json: { rows }, text: rows.length === 0 ? "none is uncertain" : table(head, lines) };
  },
};

const resolve: Command = {
  words: ["message", "resolve"],
  usage: "MESSAGE delivered|failed --client SLUG",
  about: "Settles an uncertain message by what you found out; it is never sent again.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [message, outcome] = args.positionals;
    if (outcome !== "delivered" && outcome !== "failed") {
      throw new UsageError(`"${outcome}" is unknown; say delivered or failed`);
    }
    await session.asClient(slug, async (tx, clientId) => {
      await resolveUncertain(tx, clientId, message!, outcome, await clockNow(tx), "cli");
    });
    return { json: { message, state: outcome }, text: `message ${message} is ${outcome}` };
  },
};

const resend: Command = {
  words: ["message", "resend"],
  usage: "MESSAGE --client SLUG",
  about: "Sends a message again, with the same words: never one of a ladder, a pin or an answer.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const message = idOf(args.positionals[0]!);
    const found = await session.asClient(slug, async (tx, clientId) => {
      const by = { now: await clockNow(tx), actor: "cli" };
      return await resendMessage(tx, clientId, message, by);
    });
    if (!found) throw new UserError(`there is no message ${message}; messages of ${slug} only`);
    if ("refused" in found) throw new UserError(`${message} is not sent again: ${found.refused}`);
    const { messageId: id } = found;
    const text = `message ${id} is planned${id === message ? "" : `, with the words of ${message}`}`;
    return { json: { message: id, state: "planned", resends: message }, text };
  },
};

function idOf(text: string): string {
  const id = text.replace(/^msg_/, "");
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id;
  throw new UsageError(`MESSAGE "${text}" is no id of a message`);
}

export const messageCommands: readonly Command[] = [list, resolve, resend];
