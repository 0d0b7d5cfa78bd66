import { CLIENT_OPTION, type Answer, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { instantOption, required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { table } from "#cli/table.ts";
import {
  conversationLine,
  CONVERSATION_STATES,
  listConversations,
  thread,
} from "#conversations/conversations.ts";
import { attach, candidatesFor } from "#conversations/inbox/attach.ts";
import type { Handling, NotHeld } from "#conversations/inbox/hold.ts";
import { listNotes } from "#conversations/inbox/notes.ts";
import { reply, type Words } from "#conversations/inbox/reply.ts";
import type { Missed } from "#conversations/inbox/seen.ts";
import * as working from "#conversations/inbox/working.ts";
import { loadContext } from "#messages/planning/context.ts";
import { clockNow } from "#platform/clock.ts";
import type { Tx } from "#platform/db.ts";
import { UsageError, UserError } from "#platform/errors.ts";
import { CHANNELS } from "#policies/channels.ts";

const CLIENT = "harbour-fibre";

const list: Command = {
  words: ["conversation", "list"],
  usage: "--client SLUG [--unread] [--state open|snoozed|closed]",
  about: "Lists conversations, the one in which something was heard last first.",
  options: { ...CLIENT_OPTION, unread: { type: "boolean" }, state: { type: "string" } },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", CLIENT);
    const word = args.text("state");
    const state = CONVERSATION_STATES.find((one) => one === word);
    if (word !== undefined && !state)
      throw new UsageError(`--state "${word}" is unknown; use ${CONVERSATION_STATES.join(", ")}`);
    const asked = { unread: args.flag("unread"), state };
    const rows = await session.asClient(
      slug,
      async (tx, clientId) => await listConversations(tx, clientId, asked),
    );
    const head = ["conversation", "who", "unread", "state", "last", "text"];
    const lines = rows.map((row) => [
      row.conversationId,
      row.customerReference ?? `${row.channel} ${row.address}`,
      row.unread,
      row.state,
      row.lastAt.toString(),
      (row.lastText ?? "").replaceAll(/\s+/g, " ").slice(0, 60),
    ]);
    return {
      json: { rows: rows.map(forScripts) },
      text: rows.length === 0 ? "nobody has written" : table(head, lines),
    };
  },
};

const show: Command = {
  words: ["conversation", "show"],
  usage: "CONVERSATION --client SLUG",
  about: "Shows what was said to and fro, notes, and who may have written.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const id = args.positionals[0]!;
    return await session.asClient(required(args, "client", CLIENT), async (tx, clientId) => {
      const line = await conversationLine(tx, clientId, id);
      if (!line) throw unknown(id);
      const messages = await thread(tx, clientId, id);
      const notes = await listNotes(tx, clientId, id);
      const candidates =
        line.customerId === null ? await candidatesFor(tx, clientId, id) : ([] as const);
      const said = messages.map(({ id: message, direction, channel, text, at, state }) => [
        at.toString(),
        direction === "in" ? "from" : "to",
        channel,
        message,
        `${text.replaceAll(/\s+/g, " ").slice(0, 100)}${state === null ? "" : ` (${state})`}`,
      ]);
      const more = [
        ...notes.map(({ by, text }) => `note of ${by}: ${text}`),
        ...candidates.map(({ reference, name, why }) => `perhaps ${reference} ${name}: ${why}`),
      ];
      const text = table(["at", "", "by", "message", "text"], said);
      return {
        json: {
          ...forScripts(line),
          messages: messages.map(forScripts),
          notes: notes.map(forScripts),
          candidates: candidates.map(forScripts),
        },
        text: [text, ...more].join("\n"),
      };
    });
  },
};

const unknown = (id: string): UserError =>
  new UserError(`there is no conversation ${id}; list them`);

type Refusal = NotHeld | Missed | { readonly refused: string; readonly why: string };

function granted<T extends object>(result: T | Refusal, id: string): Exclude<T, Refusal> {
  if (!("refused" in result)) return result as Exclude<T, Refusal>;
  const refusal: Refusal = result;
  if ("why" in refusal) throw new UserError(refusal.why);
  if ("into" in refusal) throw new UserError(`this thread stands in ${refusal.into} now`);
  if (!("since" in refusal)) throw unknown(id);
  const missed = refusal.since.map(({ id: one, text }) => `${one}: ${text}`).join("\n");
  throw new UserError(`something came that you have not seen; read it first:\n${missed}`);
}

type Work = (
  tx: Tx,
  clientId: string,
  handling: Handling,
  now: Temporal.Instant,
) => Promise<{ readonly changed: boolean } | Refusal>;

async function handle(
  session: Session,
  args: Arguments,
  done: string,
  work: Work,
): Promise<Answer> {
  const conversationId = args.positionals[0]!;
  return await session.asClient(required(args, "client", CLIENT), async (tx, clientId) => {
    const handling = { conversationId, by: "cli" };
    const result = granted(await work(tx, clientId, handling, await clockNow(tx)), conversationId);
    const { changed } = result;
    return {
      json: { conversation: conversationId, changed },
      text: changed ? `${conversationId} ${done}` : `${conversationId} was so already`,
    };
  });
}

const plain = (verb: string, about: string, done: string, work: Work): Command => ({
  words: ["conversation", verb],
  usage: "CONVERSATION --client SLUG",
  about,
  options: CLIENT_OPTION,
  positionals: [1, 1],
  run: async (session, args) => await handle(session, args, done, work),
});

const SEEN_OPTION = { seen: { type: "string" } } as const;
const seenIn = (args: Arguments): string | null => args.text("seen") ?? null;

const answer: Command = {
  words: ["conversation", "reply"],
  usage:
    "CONVERSATION [TEXT] --seen MESSAGE --client SLUG [--canned NAME | --template NAME] [--channel CHANNEL]",
  about: "Answers, unless something came behind the message that --seen names; takes it over.",
  options: {
    ...CLIENT_OPTION,
    ...SEEN_OPTION,
    canned: { type: "string" },
    template: { type: "string" },
    channel: { type: "string" },
  },
  positionals: [1, 2],
  async run(session, args) {
    const slug = required(args, "client", CLIENT);
    const conversationId = args.positionals[0]!;
    const word = args.text("channel");
    const channel = CHANNELS.find((one) => one === word);
    if (word !== undefined && !channel)
      throw new UsageError(`--channel "${word}" is unknown; use ${CHANNELS.join(", ")}`);
    const words = wordsIn(args);
    const replied = await session.asClient(slug, async (tx, clientId) => {
      const context = await loadContext(tx, clientId);
      const lastSeenId = seenIn(args);
      const replying = { conversationId, by: "cli", lastSeenId, words, channel };
      return granted(await reply(tx, context, replying, await clockNow(tx)), conversationId);
    });
    await session.workers();
    const { said } = replied;
    return {
      json: { message: said.messageId, channel: replied.channel, state: said.state },
      text: `${said.messageId} goes out by ${replied.channel}`,
    };
  },
};

function wordsIn(args: Arguments): Words {
  const [, text] = args.positionals;
  const [canned, template] = [args.text("canned"), args.text("template")];
  const given = [text, canned, template].filter((one) => one !== undefined);
  if (given.length !== 1) throw new UsageError("say TEXT, or --canned NAME, or --template NAME");
  if (text !== undefined) return { text };
  return canned === undefined ? { template: template! } : { canned };
}

const assign: Command = {
  words: ["conversation", "assign"],
  usage: "CONVERSATION MAILBOX|nobody --client SLUG",
  about: "Gives a conversation to a member, or to nobody.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  async run(session, args) {
    const user = args.positionals[1] === "nobody" ? null : args.positionals[1]!;
    return await handle(
      session,
      args,
      `is ${user === null ? "nobody's" : `for ${user}`}`,
      async (tx, clientId, handling, now) =>
        await working.assign(tx, clientId, { ...handling, user }, now),
    );
  },
};

const note: Command = {
  words: ["conversation", "note"],
  usage: "CONVERSATION TEXT --client SLUG",
  about: "Leaves a note for colleagues; the customer never sees it.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  run: async (session, args) =>
    await handle(
      session,
      args,
      "has your note",
      async (tx, clientId, handling, now) =>
        await working.note(tx, clientId, { ...handling, text: args.positionals[1]! }, now),
    ),
};

const snooze: Command = {
  words: ["conversation", "snooze"],
  usage: "CONVERSATION UNTIL --client SLUG",
  about: "Puts it out of the way until then, or until something arrives.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  async run(session, args) {
    const until = instantOption(args.positionals[1]!, "UNTIL");
    return await handle(
      session,
      args,
      `waits until ${until.toString()}`,
      async (tx, clientId, handling, now) =>
        await working.snooze(tx, clientId, { ...handling, until }, now),
    );
  },
};

const close: Command = {
  words: ["conversation", "close"],
  usage: "CONVERSATION --seen MESSAGE --client SLUG",
  about: "Closes it until something arrives, unless something came that you have not seen.",
  options: { ...CLIENT_OPTION, ...SEEN_OPTION },
  positionals: [1, 1],
  run: async (session, args) =>
    await handle(
      session,
      args,
      "is closed",
      async (tx, clientId, handling, now) =>
        await working.close(tx, clientId, { ...handling, lastSeenId: seenIn(args) }, now),
    ),
};

const attachTo: Command = {
  words: ["conversation", "attach"],
  usage: "CONVERSATION CUSTOMER --client SLUG",
  about: "Gives a thread that nobody was known for to a customer; their address is unconfirmed.",
  options: CLIENT_OPTION,
  positionals: [2, 2],
  async run(session, args) {
    const [conversationId, customer] = args.positionals as [string, string];
    return await session.asClient(required(args, "client", CLIENT), async (tx, clientId) => {
      const handling = { conversationId, by: "cli", customer };
      const result = await attach(tx, clientId, handling, await clockNow(tx));
      const done = granted(result, conversationId);
      return {
        json: { conversation: done.conversationId, customer, messages: done.moved },
        text: `${done.moved} messages stand in ${done.conversationId} now, with ${customer}`,
      };
    });
  },
};

export const conversationCommands: readonly Command[] = [
  list,
  show,
  answer,
  assign,
  note,
  snooze,
  close,
  plain("reopen", "Reopens a conversation, or wakes it.", "is open", working.reopen),
  attachTo,
  plain("take", "Takes it over: no dialogue answers any more.", "is yours", working.take),
  plain("release", "Hands it back to the dialogue.", "is handed back", working.release),
];
