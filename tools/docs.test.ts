// The documents say what is so: links lead somewhere, named code exists, commands and variables are described.
import { posix } from "node:path";
import { expect, test } from "vitest";
import { allCommands } from "#cli/commands.ts";
import { paths, read } from "./tidy-source.ts";

const documents = paths.filter((path) => path.endsWith(".md"));
const folders = new Set(
  paths.flatMap((path) => path.split("/").map((_, at, all) => all.slice(0, at).join("/"))),
);

test("links within the repository lead somewhere", () => {
  const broken = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)]
      .map(([, target]) => posix.join(posix.dirname(path), target!))
      .filter((target) => !paths.includes(target) && !folders.has(target))
      .map((target) => `${path} links to ${target}`),
  );
  expect(broken).toEqual([]);
});

test("files that documents name exist, and hold the name after the #", () => {
  const wrong = documents.flatMap((path) =>
    [
      ...read(path).matchAll(
        /`((?:server|testing|tools|migrations|samples|docs|\.ci)\/[\w./-]*)(?:#(\w+))?`/g,
      ),
    ]
      .filter(([, file, name]) => {
        if (folders.has(file!.replace(/\/$/, ""))) return false;
        if (!paths.includes(file!)) return true;
        return name !== undefined && !new RegExp(`\\b${name}\\b`).test(read(file!));
      })
      .map(([all]) => `${path}: ${all}`),
  );
  expect(wrong).toEqual([]);
});

test("the README lists every command", async () => {
  const readme = read("README.md");
  const listed = readme.slice(readme.indexOf("## Commands"), readme.indexOf("## More")).split("\n");
  const missing = (await allCommands())
    .map(({ words }) => words.join(" "))
    .filter((words) => !listed.some((line) => line === words || line.startsWith(`${words} `)));
  expect(missing).toEqual([]);
});

test("every variable of the environment is described, and none that is not read", () => {
  const config = read("server/platform/config.ts");
  const asked = [...config.matchAll(/(?:env\["|\(env, ")([A-Z_]+)"/g)].map(([, key]) => key!);
  const page = read("docs/operating/configuration.md");
  const described = [...page.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, key]) => key!);
  expect(described.toSorted()).toEqual([...new Set(asked)].toSorted());
});

test("every reason of a decision is explained", () => {
  const types = read("server/policies/types.ts");
  const union = /export type Reason =([\s\S]*?);/.exec(types)?.[1] ?? "";
  const codes = [...union.matchAll(/"([a-z_]+)"/g)].map(([, code]) => code!);
  expect(codes.length).toBeGreaterThan(20);
  const page = read("docs/policies.md");
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test("every setting of an SMPP, Twilio or HTTP route is described", async () => {
  const { SmppConfig } = await import("#adapters/smpp/config.ts");
  const { TwilioConfig } = await import("#adapters/http-sms/twilio-config.ts");
  const { HttpConfig } = await import("#adapters/http-sms/generic-config.ts");
  const page = read("docs/operating/routes.md");
  const keys = [SmppConfig, TwilioConfig, HttpConfig]
    .flatMap(({ shape }) => Object.keys(shape))
    .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  expect(keys.filter((key) => !new RegExp(`\`${key}[.\`]`).test(page))).toEqual([]);
});

test("every setting of WhatsApp, Messenger and web chat is described", async () => {
  const { MessengerConfig, WhatsAppConfig } = await import("#adapters/meta/config.ts");
  const { ChatConfig } = await import("#conversations/chat/config.ts");
  const page = read("docs/operating/channels.md") + read("docs/operating/routes.md");
  const keys = [MessengerConfig, WhatsAppConfig, ChatConfig]
    .flatMap(({ shape }) => Object.keys(shape))
    .map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  expect(keys.filter((key) => !new RegExp(`\`${key}[.\`]`).test(page))).toEqual([]);
});

test("every decision is in the list of decisions", () => {
  const list = read("docs/decisions/README.md");
  const pages = paths
    .filter((path) => /^docs\/decisions\/\d/.test(path))
    .map((path) => posix.basename(path));
  expect(pages.filter((page) => !list.includes(`(${page})`))).toEqual([]);
});
