import { expect, test } from "vitest";
import { askBoth, resolverFor, type Resolve } from "./names.ts";

const gone = Object.assign(new Error("gone"), { code: "ENODATA" });
const answers = (list: string[]) => (_: string, done: (error: null, list: string[]) => void) =>
  done(null, list);
const fails = (_: string, done: (error: Error, list: string[]) => void) => done(gone, []);

const ask = async (resolve: Resolve, host = "crm.example") =>
  await new Promise((done) => resolve(host, (error, found) => done(error ?? found)));

test("addresses of both families, IPv4 first; one family is enough", async () => {
  const [four, six] = [
    { address: "1.1.1.1", family: 4 },
    { address: "2606:4700::1", family: 6 },
  ];
  expect(await ask(askBoth(answers([four.address]), answers([six.address])))).toEqual([four, six]);
  expect(await ask(askBoth(fails, answers([six.address])))).toEqual([six]);
  expect(await ask(askBoth(answers([four.address]), fails))).toEqual([four]);
});

test("without any address there is an error", async () => {
  expect(await ask(askBoth(fails, fails))).toBe(gone);
  expect(await ask(askBoth(answers([]), answers([])))).toMatchObject({ code: "ENOTFOUND" });
});

test("names without a dot are the system's", async () => {
  const found = await ask(resolverFor({ privateHosts: [], loopback: false }), "localhost");
  expect(found).toContainEqual({ address: "127.0.0.1", family: 4 });
});
