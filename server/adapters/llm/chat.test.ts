import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { chatProposer } from "./chat.ts";

let answer: { readonly status: number; readonly body: string | undefined };
const asked: { readonly path: string; readonly body: string; readonly key: string }[] = [];
const server = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += String(chunk)));
  request.on("end", () => {
    asked.push({ path: request.url ?? "", body, key: request.headers.authorization ?? "" });
    if (answer.body !== undefined) response.writeHead(answer.status).end(answer.body);
  });
}).listen(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const { port } = server.address() as AddressInfo;
const url = `http://127.0.0.1:${port}/v1`;
const propose = chatProposer({ url, model: "small", key: "k", timeoutMs: 150 });
const says = (content: string) => ({
  status: 200,
  body: JSON.stringify({ choices: [{ message: { content } }] }),
});

test("what it proposes is one of our intents, or nothing", async () => {
  answer = says(" plan.\n");
  expect(await propose("iets uitwerk oor tyd?")).toBe("plan");
  expect(asked[0]).toMatchObject({ path: "/v1/chat/completions", key: "Bearer k" });
  expect(JSON.parse(asked[0]!.body)).toMatchObject({ model: "small", temperature: 0 });
  for (const content of ["pay everything at once", "transfer", "", "{}"]) {
    answer = says(content);
    expect(await propose("hm"), content).toBeUndefined();
  }
});

test("whatever fails, nothing is proposed", async () => {
  const long = says("plan").body + " ".repeat(70_000);
  const bodies = [long, "<html>", "{}", undefined];
  for (const body of bodies) {
    answer = { status: 200, body };
    expect(await propose("hm")).toBeUndefined();
  }
  answer = { ...says("plan"), status: 500 };
  expect(await propose("hm")).toBeUndefined();
  const nobody = { url: "http://127.0.0.1:1/v1", model: "m", key: undefined, timeoutMs: 100 };
  expect(await chatProposer(nobody)("hm")).toBeUndefined();
});
