import { CLIENT_OPTION, type Arguments, type Command } from "#cli/command.ts";
import { forScripts } from "#cli/json.ts";
import { required, wholeOption } from "#cli/parse.ts";
import { table } from "#cli/table.ts";
import { loadContext } from "#messages/planning/context.ts";
import { destinationOf } from "#messages/sending.ts";
import { loadRules, setRules, type SendingRules } from "#messages/sending-rules.ts";
import { listStaff, removeStaff, setStaff, type StaffContact } from "#messages/staff.ts";
import { clockNow } from "#platform/clock.ts";
import { UsageError, UserError } from "#platform/errors.ts";

const MOST = 1_000_000;
const NONE = "none";

const rulesText = ({ pinsPerHour, servicePerDay, welcomeTemplate }: SendingRules): string =>
  [
    `pins to one address            ${pinsPerHour ?? "any number"} an hour`,
    `service messages to one        ${servicePerDay ?? "any number"} a day`,
    `welcome of new customers       ${welcomeTemplate ?? NONE}`,
  ].join("\n");

const showRules: Command = {
  words: ["sending-rules", "show"],
  usage: "--client SLUG",
  about: "Shows the caps of an address for pins and service messages, and the welcome.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rules = await session.asClient(slug, async (tx, id) => await loadRules(tx, id));
    return { json: forScripts(rules), text: rulesText(rules) };
  },
};

/** A number, null for "none", or what was before. */
function capOf(args: Arguments, name: string, before: number | null): number | null {
  const text = args.text(name);
  if (text === undefined) return before;
  return text === NONE ? null : wholeOption(text, `--${name}`, 1, MOST);
}

const putRules: Command = {
  words: ["sending-rules", "set"],
  usage: "--client SLUG [--pins-per-hour N|none] [--service-per-day N|none] [--welcome NAME|none]",
  about: "Changes the caps of an address, or what new customers are told; the rest stays.",
  options: {
    ...CLIENT_OPTION,
    "pins-per-hour": { type: "string" },
    "service-per-day": { type: "string" },
    welcome: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const rules = await session.asClient(slug, async (tx, clientId) => {
      const before = await loadRules(tx, clientId);
      const named = args.text("welcome") ?? before.welcomeTemplate;
      const welcomeTemplate = named === NONE ? null : named;
      const { templates, client } = await loadContext(tx, clientId);
      const channels = ["sms", "email"] as const;
      const isKnown = (name: string) =>
        channels.some((channel) => templates.find(name, client.language, channel) !== undefined);
      if (welcomeTemplate !== null && !isKnown(welcomeTemplate)) {
        throw new UserError(`--welcome "${welcomeTemplate}" is no template of ${slug}`);
      }
      const wanted = {
        pinsPerHour: capOf(args, "pins-per-hour", before.pinsPerHour),
        servicePerDay: capOf(args, "service-per-day", before.servicePerDay),
        welcomeTemplate,
      };
      await setRules(tx, clientId, wanted, { now: await clockNow(tx), actor: "cli" });
      return await loadRules(tx, clientId);
    });
    return { json: forScripts(rules), text: rulesText(rules) };
  },
};

const staffText = (staff: readonly StaffContact[]): string =>
  staff.length === 0
    ? "nobody stands under a role"
    : table(
        ["role", "channel", "address", "name", "language"],
        staff.map((one) => [one.role, one.channel, one.address, one.name, one.language ?? ""]),
      );

const showStaff: Command = {
  words: ["staff", "list"],
  usage: "--client SLUG",
  about: 'Lists the client\'s own people by role: "role:finance" reaches who stands under finance.',
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const staff = await session.asClient(slug, async (tx, id) => await listStaff(tx, id));
    return { json: { rows: staff.map(forScripts) }, text: staffText(staff) };
  },
};

const putStaff: Command = {
  words: ["staff", "set"],
  usage: "ROLE ADDRESS --client SLUG [--name NAME] [--language en]",
  about: "Puts a number or mailbox under a role; what stood there on that channel is replaced.",
  options: { ...CLIENT_OPTION, name: { type: "string" }, language: { type: "string" } },
  positionals: [2, 2],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const [role = "", to = ""] = args.positionals;
    const language = args.text("language") ?? null;
    if (!/^[a-z][a-z0-9_-]{0,39}$/.test(role)) {
      throw new UsageError(`ROLE "${role}" is none; use up to 40 of a-z, 0-9, _ and -`);
    }
    if (language !== null && !/^[a-z]{2,3}$/.test(language)) {
      throw new UsageError(`--language "${language}" is none; write it like en`);
    }
    const channel = to.includes("@") ? "email" : "sms";
    const staff = await session.asClient(slug, async (tx, clientId) => {
      const { client } = await loadContext(tx, clientId);
      const address = destinationOf({ to, channel }, client.country);
      const contact = { role, channel, address, name: args.text("name") ?? "", language } as const;
      await setStaff(tx, clientId, [contact], { now: await clockNow(tx), actor: "cli" });
      return await listStaff(tx, clientId);
    });
    return { json: { rows: staff.map(forScripts) }, text: staffText(staff) };
  },
};

const endStaff: Command = {
  words: ["staff", "remove"],
  usage: "ROLE --client SLUG",
  about: "Takes a role out of the book, on both channels.",
  options: CLIENT_OPTION,
  positionals: [1, 1],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const role = args.positionals[0]!;
    const removed = await session.asClient(slug, async (tx, id) => await removeStaff(tx, id, role));
    if (!removed) throw new UserError(`nobody stands under "${role}"; list them: staff list`);
    return { json: { removed: role }, text: `nobody stands under ${role} any more` };
  },
};

export const sendingCommands: readonly Command[] = [
  showRules,
  putRules,
  showStaff,
  putStaff,
  endStaff,
];
