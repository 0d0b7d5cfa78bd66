import type { Command } from "#cli/command.ts";
import { table } from "#cli/table.ts";
import { wholeOption } from "#cli/parse.ts";

/** A text message is shown whole; a mail is longer than that, and the page shows it. */
const SHOWN_CHARS = 400;

function inOneLine(text: string): string {
  const line = text.trim().replaceAll(/\s+/gu, " ");
  return line.length > SHOWN_CHARS ? `${line.slice(0, SHOWN_CHARS)}…` : line;
}

export const sandboxCommands: readonly Command[] = [
  {
    words: ["sandbox", "inbox"],
    usage: "[--to NUMBER] [--limit N]",
    about: "Shows what the customers' phones and mailboxes received, the newest first.",
    options: { to: { type: "string" }, limit: { type: "string" } },
    positionals: [0, 0],
    async run(session, args) {
      const sandbox = await session.sandbox();
      const to = args.text("to");
      const limit = wholeOption(args.text("limit") ?? "100", "--limit", 1, 10_000);
      const messages = await sandbox.inbox(to === undefined ? { limit } : { to, limit });
      const lines = messages.map((one) => [one.at, one.from, one.to, inOneLine(one.text)]);
      return {
        json: { messages },
        text:
          messages.length === 0 ? "nothing arrived" : table(["at", "from", "to", "text"], lines),
      };
    },
  },
  {
    words: ["sandbox", "reply"],
    usage: "FROM TO TEXT",
    about: "Answers as the customer FROM would; returns when the answer is stored.",
    options: {},
    positionals: [3, 3],
    async run(session, args) {
      const sandbox = await session.answeringSandbox();
      const [from, to, text] = args.positionals;
      const message = await sandbox.reply(from!, to, text!);
      return { json: { message }, text: `${from} wrote: ${text}` };
    },
  },
  {
    words: ["sandbox", "ports"],
    usage: "",
    about: "Says where the simulators listen.",
    options: {},
    positionals: [0, 0],
    async run(session) {
      const ports = (await session.sandbox()).ports();
      return {
        json: ports,
        text: `SMPP ${ports.smpp}, SMTP ${ports.smtp}, page http://127.0.0.1:${ports.control}/`,
      };
    },
  },
];
