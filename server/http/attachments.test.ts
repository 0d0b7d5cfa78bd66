// Files that go with e-mails: what may be given, and how.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openKindsWorld, MAIL, PDF, type KindsWorld } from "./test-kinds.ts";
import { filesOf, MOST_BYTES } from "#messages/attachments.ts";
import { asClient } from "#platform/db.ts";

let world: KindsWorld;
beforeAll(async () => {
  world = await openKindsWorld();
});
afterAll(async () => await world.close());

describe("files", () => {
  const words = { ...MAIL, text: "Your invoice.", subject: "Invoice" };
  const base64 = PDF.toString("base64");

  test("given with the message, uploaded before as JSON or as a file: all are kept once", async () => {
    const { id } = (
      await world.post("/attachments", { name: "a/../F-1", content_base64: base64 })
    ).json();
    const raw = await world.app.inject({
      method: "POST",
      url: "/v1/attachments?name=F-1.pdf",
      headers: {
        authorization: `Bearer ${world.token}`,
        "dunlin-client": "acme",
        "content-type": "application/pdf",
      },
      payload: PDF,
    });
    expect([raw.statusCode, raw.json().name]).toEqual([201, "F-1.pdf"]);
    const attachments = [
      { id: raw.json().id },
      { name: "F-1.pdf", content_base64: base64 },
      { id },
    ];
    const message = await world.sent({ ...words, attachments });
    const files = await asClient(
      world.db,
      world.clientId,
      async (tx) => await filesOf(tx, world.clientId, [message.id]),
    );
    expect(files.get(message.id)).toEqual([
      { name: "F-1.pdf", type: "application/pdf", bytes: PDF },
      { name: "F-1.pdf", type: "application/pdf", bytes: PDF },
      { name: "a .. F-1.pdf", type: "application/pdf", bytes: PDF },
    ]);
    const { rows } = await world.owner.query("select count(*)::int from dunlin.attachment");
    expect(rows).toEqual([{ count: 2 }]);
  });

  test.each([
    [
      "what is no PDF",
      { name: "x", content_base64: btoa("<html>") },
      "attachments.0.content_base64",
    ],
    ["what is no base64", { name: "x", content_base64: "%%%" }, "attachments.0.content_base64"],
    ["somebody else's", { id: "00000000-0000-7000-8000-000000000000" }, "attachments.0.id"],
    ["a file of this machine", { name: "x", url: "file:///etc/passwd" }, "attachments.0.url"],
    ["a private address", { name: "x", url: "http://10.0.0.1/x.pdf" }, "attachments.0.url"],
    [
      "what is too large",
      { name: "x", content_base64: Buffer.alloc(MOST_BYTES + 1, "%PDF-").toString("base64") },
      "attachments.0.content_base64",
    ],
  ])("%s is refused", async (_, file, field) => {
    expect(await world.errorsOf({ ...words, attachments: [file] })).toContain(field);
  });

  test("together at most 10 MB, and never with a text message", async () => {
    const large = Buffer.alloc(4 * 1_048_576, "%PDF-").toString("base64");
    const { id } = (await world.post("/attachments", { name: "l", content_base64: large })).json();
    const three = [{ id }, { id }, { id }];
    expect(await world.errorsOf({ ...words, attachments: three })).toEqual(["attachments"]);
    const text = { to: "+27831230002", channel: "sms", text: "x", attachments: [{ id }] };
    expect(await world.errorsOf(text)).toEqual(["attachments"]);
  });

  test("fetched from an address: bounded, never redirected, checked like any other", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/moved") response.writeHead(302, { location: "/f.pdf" }).end();
      else if (request.url === "/large") response.end(Buffer.alloc(MOST_BYTES + 1));
      else response.end(request.url === "/f.pdf" ? PDF : "no");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const of = (path: string) => ({ ...words, attachments: [{ name: "f", url: base + path }] });
      expect((await world.sent(of("/f.pdf"))).status).toBe("planned");
      for (const path of ["/moved", "/large", "/html"]) {
        expect(await world.errorsOf(of(path))).toEqual(["attachments.0.url"]);
      }
    } finally {
      server.close();
    }
  });
});
