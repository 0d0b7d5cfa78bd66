import { readFile } from "node:fs/promises";
import { CLIENT_OPTION, type Answer, type Command } from "#cli/command.ts";
import { required } from "#cli/parse.ts";
import type { Session } from "#cli/session.ts";
import { AUTH_PATH } from "#auth/accounts.ts";
import { isRole, ROLES } from "#auth/permissions.ts";
import {
  discover,
  getSingleSignOn,
  removeSingleSignOn,
  setSingleSignOn,
  type SingleSignOn,
} from "#auth/single-sign-on.ts";
import { clockNow } from "#platform/clock.ts";
import { messageOf, UserError } from "#platform/errors.ts";
import { readSealKey } from "#platform/seal.ts";

/** What was set, and the two addresses that matter: one for the provider, one for people. */
async function answerWith(session: Session, slug: string, set: SingleSignOn): Promise<Answer> {
  const { config } = await session.installation();
  const clientId = await session.clientId(slug);
  const callback = `${config.publicUrl}${AUTH_PATH}/sso/callback/${clientId}`;
  const start = `${config.publicUrl}/sso/${slug}`;
  const { issuer, oidcClientId, domains, defaultRole } = set;
  const who =
    defaultRole === null
      ? "only members come in"
      : `whoever comes for the first time is ${defaultRole}`;
  return {
    json: { issuer, client_id: oidcClientId, domains, role: defaultRole, callback, start },
    text: [
      `${slug} signs in at ${issuer} (${domains.join(", ")}); ${who}`,
      `redirect URI for the provider   ${callback}`,
      `where people begin              ${start}`,
    ].join("\n"),
  };
}

async function secretIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UserError(`--secret-file ${file} can't be read: ${messageOf(error)}`);
  });
  if (text.trim().length === 0) throw new UserError(`--secret-file ${file} is empty`);
  return text.trim();
}

const set: Command = {
  words: ["sso", "set"],
  usage:
    "--client SLUG --issuer URL --client-id ID --secret-file FILE --domain DOMAIN … [--role ROLE]",
  about: "Lets a client's people sign in at the client's own provider (OpenID Connect).",
  options: {
    ...CLIENT_OPTION,
    issuer: { type: "string" },
    "client-id": { type: "string" },
    "secret-file": { type: "string" },
    domain: { type: "string", multiple: true },
    role: { type: "string" },
  },
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const issuer = required(args, "issuer", "https://login.example.org");
    const oidcClientId = required(args, "client-id", "dunlin");
    const secret = await secretIn(required(args, "secret-file", "secret.txt"));
    const role = args.text("role") ?? null;
    if (role !== null && !isRole(role)) {
      throw new UserError(`role "${role}" is unknown; use one of ${ROLES.join(", ")}`);
    }
    const domains = args.list("domain");
    const endpoints = await discover(issuer);
    const sealKey = await readSealKey((await session.installation()).config);
    const wanted = { issuer, oidcClientId, secret, endpoints, domains, defaultRole: role };
    const done = await session.asClient(slug, async (tx, clientId) => {
      const by = { sealKey, actor: "cli", now: await clockNow(tx) };
      await setSingleSignOn(tx, clientId, wanted, by);
      return await getSingleSignOn(tx, clientId);
    });
    return await answerWith(session, slug, done ?? wanted);
  },
};

const none = (slug: string): UserError =>
  new UserError(`${slug} has no provider of its own; set one with: sso set --client ${slug} …`);

const show: Command = {
  words: ["sso", "show"],
  usage: "--client SLUG",
  about: "Shows where a client's people sign in, and the redirect URI that its provider must know.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const found = await session.asClient(slug, async (tx, id) => await getSingleSignOn(tx, id));
    if (!found) throw none(slug);
    return await answerWith(session, slug, found);
  },
};

const remove: Command = {
  words: ["sso", "remove"],
  usage: "--client SLUG",
  about: "Ends sign-in at the client's own provider, and the sessions that it began.",
  options: CLIENT_OPTION,
  positionals: [0, 0],
  async run(session, args) {
    const slug = required(args, "client", "harbour-fibre");
    const found = await session.asClient(slug, async (tx, id) => {
      const before = await getSingleSignOn(tx, id);
      return (await removeSingleSignOn(tx, id)) ? before : undefined;
    });
    if (!found) throw none(slug);
    const { json } = await answerWith(session, slug, found);
    return { json, text: `${slug} signs in here again, with passwords` };
  },
};

export const ssoCommands: readonly Command[] = [set, show, remove];
