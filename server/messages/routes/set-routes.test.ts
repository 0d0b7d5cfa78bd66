import { expect, test } from "vitest";
import { chooseRoute, loadRoutes, unitPriceOf } from "#messages/routes/routes.ts";
import { MailRoutes } from "#messages/routes/mail-routes.ts";
import { parseRoutes, setRoutes } from "#messages/routes/set-routes.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { buildClient, openWorld } from "#testing/builders.ts";

const world = await openWorld();
const key = sealKeyFrom(Buffer.alloc(32));
const FILE = `routes:
  - name: main
    channel: sms
    adapter: smpp
    sender: "27600000000"
    rate_per_s: 40
    priority: 10
    prices: [{ prefix: "+27", price: "0.25" }, { prefix: "+2782", price: 0.2 }]
    config: { host: smsc.example, system_id: me }
  - name: alpha
    channel: sms
    adapter: smpp
    sender: Harbour
    config: {}
  - name: mail
    channel: email
    adapter: smtp
    sender: Harbour Fibre <Accounts@Harbour.example>
    config: { return_path_domain: bounces.harbour.example }
`;
const parse = (source: string) => parseRoutes(source, (_, config) => config);

test("a file sets routes by name; setting it again changes them and adds none", async () => {
  const client = await buildClient(world, { channels: [] });
  const set = async (source: string) =>
    await client.within(async (tx) => await setRoutes(tx, client.clientId, parse(source), key));
  const first = await set(FILE);
  expect(first.set).toEqual(["main", "alpha", "mail"]);
  expect(first.warnings).toEqual([expect.stringContaining("alpha")]);
  await set(FILE.replace("priority: 10", "priority: 200"));
  const routes = await client.within(async (tx) => await loadRoutes(tx, client.clientId));
  expect(routes.map((route) => [route.name, route.answerable])).toEqual([
    ["alpha", false],
    ["mail", true],
    ["main", true],
  ]);
  const main = routes.find((route) => route.name === "main")!;
  expect(unitPriceOf(main, "+27831234567")).toBe(250_000n);
  expect(unitPriceOf(main, "+27821234567")).toBe(200_000n);
  expect(unitPriceOf(main, "+48501234567")).toBeUndefined();
  expect(chooseRoute(routes, "sms", "+48501234567")?.name).toBe("alpha");
  expect(chooseRoute(routes, "voice", "+27821234567")).toBeUndefined();

  const mail = new MailRoutes(world.db);
  const wanted = { clientId: client.clientId, returnPathDomain: "bounces.harbour.example" };
  expect(await mail.find("accounts@harbour.example")).toMatchObject(wanted);
  expect(await mail.find("b+x@Bounces.Harbour.example")).toMatchObject(wanted);
  expect(await mail.find("nobody@elsewhere.example")).toBeUndefined();
});

test.each([
  ["routes:\n  - name: Main", /^line 2: routes\.0\.name: use small letters/],
  [FILE.replace("rate_per_s: 40", "rate_per_s: -1"), /^line 6: routes\.0\.rate_per_s/],
  [FILE.replace("adapter: smtp", "adapter: smpp"), /route mail: channel email has no adapter smpp/],
  ["routes: [", /^line \d+: /],
  ["", /file/],
])("a wrong file is refused with line and field: %#", (source, words) => {
  expect(() => parse(source)).toThrow(words);
});

test("what an adapter refuses names the route", () => {
  expect(() =>
    parseRoutes(FILE, () => {
      throw new Error("host is missing");
    }),
  ).toThrow("route main, config: host is missing");
});

test("what is a provider's own word in the settings stays as it is written", () => {
  const [route] = parse(`routes:
  - name: provider
    channel: sms
    adapter: http
    sender: Harbour
    config:
      idempotency_header: Key
      headers: { X_Tenant_id: a }
      body: { message_type: sms, to_list: [{ phone_no: 1 }] }
      status: { dead_numbers: [5], states: { not_delivered: failed } }
`);
  expect(route!.config).toEqual({
    idempotencyHeader: "Key",
    headers: { X_Tenant_id: "a" },
    body: { message_type: "sms", to_list: [{ phone_no: 1 }] },
    status: { deadNumbers: [5], states: { not_delivered: "failed" } },
  });
  const wrong = parseRoutes.bind(undefined, FILE.replace("adapter: smtp", "adapter: twilio"));
  expect(() => wrong((_, config) => ({ ...config }))).toThrow(
    "channel email has no adapter twilio",
  );
});
