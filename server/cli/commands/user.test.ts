import { createServer } from "node:http";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientCommands } from "./client.ts";
import { messageCommands } from "./message.ts";
import { sendingCommands } from "./sending.ts";
import { ssoCommands } from "./sso.ts";
import { userCommands } from "./user.ts";
import { clientIdOf } from "#clients/clients.ts";
import type { Command } from "#cli/command.ts";
import type { Session } from "#cli/session.ts";
import { parseCommand } from "#cli/parse.ts";
import { makePerson, openBrowser, PASSWORD, type Browser } from "#http/accounts/test-people.ts";
import { openHttpWorld, type HttpWorld } from "#http/test-world.ts";
import { asClient, type Tx } from "#platform/db.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

async function run(line: string): Promise<Record<string, unknown>> {
  const { db, home } = world;
  const config = { publicUrl: "http://localhost", sealKey: Buffer.alloc(32, 7), home };
  const session = {
    installation: async () => await Promise.resolve({ app: db, config }),
    clientId: async (slug: string) => await clientIdOf(db, slug),
    asClient: async <T>(slug: string, work: (tx: Tx, id: string) => Promise<T>) => {
      const id = await clientIdOf(db, slug);
      return await asClient(db, id, async (tx) => await work(tx, id));
    },
  };
  const all: readonly Command[] = [
    ...userCommands,
    ...ssoCommands,
    ...sendingCommands,
    ...messageCommands,
    ...clientCommands,
  ];
  const { command, args } = parseCommand(all, line.split(" "));
  const { json } = await command.run(session as unknown as Session, args);
  return JSON.parse(JSON.stringify(json)) as Record<string, unknown>;
}

const accept = async (browser: Browser, link: unknown, name: string) => {
  const [, kind, token] = new URL(String(link)).pathname.split("/");
  const body = { kind, token, name, password: PASSWORD };
  return await browser.api("POST", "/v1/joining/accept", body);
};

test("the operator invites, lists and removes users of a client", async () => {
  await makePerson(world, { email: "owner@example.org", role: "owner" });
  const { link, role } = await run("user invite Ann@example.org --client acme --role owner");
  expect(role).toBe("owner");
  const joined = await accept(openBrowser(world), link, "Ann");
  expect(joined.statusCode).toBe(200);
  expect(await run("user list --client acme")).toMatchObject({
    users: [
      { email: "ann@example.org", role: "owner", added_by: "cli", totp: false },
      { email: "owner@example.org", last_sign_in_at: null },
    ],
    invitations: [],
  });
  await expect(run("user invite ann@example.org --client acme --role agent")).rejects.toThrow(
    /works for acme already/,
  );
  expect(await run("user remove ann@example.org --client acme")).toMatchObject({ removed: true });
  await expect(run("user remove ann@example.org --client acme")).rejects.toThrow(/does not work/);
  await expect(run("user remove owner@example.org --client acme")).rejects.toThrow(/last owner/);
});

test.each([
  ["user invite x --client acme --role agent", /no e-mail address/],
  ["user invite x@example.org --client acme --role king", /role "king" is unknown/],
  ["user invite x@example.org --client nobody --role agent", /no client "nobody"/],
  ["operator invite x", /no e-mail address/],
  ["sso show --client acme", /no provider of its own/],
  ["sso remove --client acme", /no provider of its own/],
])("%s is refused with the cure", async (line, words) => {
  await expect(run(line)).rejects.toThrow(words);
});

test("a link makes somebody one of the operator's people", async () => {
  const { link } = await run("operator invite op@example.org");
  const browser = openBrowser(world);
  expect((await accept(browser, link, "Op")).statusCode).toBe(200);
  expect((await browser.api("GET", "/v1/clients")).statusCode).toBe(200);
});

test("a provider of single sign-on is looked up when it is set", async () => {
  const server = createServer((_request, response) => {
    const endpoint = (name: string) => `${issuer}/${name}`;
    response.end(
      JSON.stringify({
        issuer,
        authorization_endpoint: endpoint("auth"),
        token_endpoint: endpoint("token"),
        jwks_uri: endpoint("keys"),
      }),
    );
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const file = join(world.home, "secret.txt");
  await writeFile(file, "a secret\n");
  const set = `sso set --client acme --issuer ${issuer} --client-id dunlin --secret-file ${file}`;
  await expect(run(`${set} --domain nonsense`)).rejects.toThrow(/no domain/);
  await expect(run(set)).rejects.toThrow(/name the domains/);
  await expect(run(`${set} --domain acme.example --role owner`)).rejects.toThrow(/invite owners/);
  const shown = {
    issuer,
    client_id: "dunlin",
    domains: ["acme.example"],
    role: "agent",
    callback: `http://localhost/auth/sso/callback/${world.clientId}`,
    start: "http://localhost/sso/acme",
  };
  expect(await run(`${set} --domain ACME.example --role agent`)).toEqual(shown);
  expect(await run("sso show --client acme")).toEqual(shown);
  expect(await run("sso remove --client acme")).toEqual(shown);
  await new Promise((done) => server.close(done));
});

test("what the API sets, commands set too: rules of sending, staff, the client itself; a message goes again", async () => {
  const rules = await run(
    "sending-rules set --client acme --pins-per-hour 5 --service-per-day none",
  );
  expect(rules).toMatchObject({ pins_per_hour: 5, service_per_day: null });
  expect(await run("sending-rules show --client acme")).toEqual(rules);
  await expect(run("sending-rules set --client acme --welcome nothing-such")).rejects.toThrow(
    '--welcome "nothing-such" is no template of acme',
  );
  const { rows } = await run("staff set finance 0825550000 --client acme --name Ann");
  expect(rows).toMatchObject([{ role: "finance", channel: "sms", address: "+27825550000" }]);
  await expect(run("staff set finance nonsense --client acme")).rejects.toThrow(/nonsense/);
  expect(await run("staff remove finance --client acme")).toEqual({ removed: "finance" });
  const edited = await run("client edit --client acme --phone +27215550100 --site none");
  expect(edited).toMatchObject({ phone: "+27215550100", site: null });
  const again = await run("client edit --client acme --phone +27215550100");
  expect(again).toMatchObject({ changed: [] });
  await expect(run("client edit --client acme --zone Mars/Base")).rejects.toThrow(/Mars/);

  const sent = await world.ask("POST", "/v1/messages", {
    to: "+27835550001",
    channel: "sms",
    text: "Your technician comes at nine.",
  });
  const { id } = sent.json();
  await expect(run(`message resend ${id} --client acme`)).rejects.toThrow("it is planned");
  await world.owner.query(
    "update dunlin.message set state = 'delivered', ended_at = now() where message_id = $1",
    [id],
  );
  expect(await run(`message resend msg_${id} --client acme`)).toMatchObject({
    state: "planned",
    resends: id,
  });
});
