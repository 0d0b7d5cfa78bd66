import { CLIENT_OPTION, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import { askingOf } from "#conversations/asking.ts";
import { bringIn } from "#conversations/by-hand.ts";

export const inboundCommands: readonly Command[] = [
  {
    words: ["inbound", "sms"],
    usage: "FROM TO TEXT --client SLUG",
    about: "Takes a text message as if it had come from the network, and says what was made of it.",
    options: CLIENT_OPTION,
    positionals: [3, 3],
    async run(session, args) {
      const slug = required(args, "client", "harbour-fibre");
      const clientId = await session.clientId(slug);
      const { app, config } = await session.installation();
      const { proposerOf } = await import("../../compose-llm.ts");
      const [from, to, text] = args.positionals;
      const sms = { from: from!, to: to!, text: text! };
      const brought = await bringIn(app, clientId, sms, askingOf(proposerOf(config)));
      const { heard, customer, answer } = brought;
      const intent = heard.read?.intent ?? null;
      const actions = [...heard.did];
      const done = actions.length === 0 ? "a person reads it" : actions.join(", ");
      return {
        json: { message: heard.inboundId, customer, intent, actions, answer },
        text: `${customer ?? from} (${intent ?? "automatic"}): ${done}${answer === null ? "" : `\n${answer}`}`,
      };
    },
  },
];
