// Every shipped kind is sent as another system would, with its declared variables.
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openKindsWorld, type KindsWorld } from "./test-kinds.ts";
import { examplesOf } from "#messages/templates/declared.ts";
import { shippedTemplates } from "#messages/templates/shipped.ts";

let world: KindsWorld;
beforeAll(async () => {
  world = await openKindsWorld();
});
afterAll(async () => await world.close());

describe("every shipped kind", () => {
  // The dialogue alone says its replies.
  const kinds = shippedTemplates().filter(
    ({ vars, class: cls }) => vars !== undefined && cls !== "reply",
  );

  test.each(kinds.map((one) => [`${one.name} ${one.language} ${one.channel}`, one] as const))(
    "%s goes out with its example",
    async (_, { name, channel, language, vars, class: cls }) => {
      numbered += 1; // one address each: there are more kinds than one may get in a day
      const to =
        channel === "email"
          ? `reader${numbered}@customer.example`
          : `+2783${String(numbered).padStart(7, "0")}`;
      const data = examplesOf(vars!);
      const { id, status } = await world.sent({ to, channel, language, template: name, data });
      expect(status).toBe("planned");
      expect(await world.thread(id)).toMatchObject({ class: cls, template: name, language });
    },
  );
  let numbered = 0;
});

describe("declared variables", () => {
  const invoice = { to: "+27831230001", channel: "sms", template: "invoice" };
  const data = {
    invoice: "F-1",
    amount: { minor: "59900", currency: "ZAR" },
    due_on: "2026-07-10",
  };

  test("what is missing or of another kind is refused, by its name", async () => {
    expect(
      await world.errorsOf({ ...invoice, data: { ...data, due_on: "soon", amount: "12" } }),
    ).toEqual(["data.amount", "data.due_on"]);
    expect(await world.errorsOf({ ...invoice })).toEqual([
      "data.invoice",
      "data.amount",
      "data.due_on",
    ]);
  });

  test("in a batch the message is named too, and none is taken", async () => {
    const before = await world.count();
    const answer = await world.post("/messages/batch", {
      messages: [{ ...invoice, data }, invoice],
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0].field).toBe("messages.1.data.invoice");
    expect(await world.count()).toBe(before);
  });

  test("a preview without data shows the examples", async () => {
    const shown = await world.post("/templates/invoice/preview", { channel: "sms" });
    expect(shown.json()).toMatchObject({ ok: true, text: expect.stringContaining("F-10482") });
  });
});

describe("docs/integrating/messages.md", () => {
  test("every example works", async () => {
    const page = await readFile(
      new URL("../../docs/integrating/messages.md", import.meta.url),
      "utf8",
    );
    const bodies = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!));
    const pathOf = (body: object): string => {
      if ("staff" in body) return "/staff-contacts";
      return "to" in body ? "/messages" : "/sending-rules";
    };
    expect(bodies).toHaveLength(6);
    for (const body of bodies) {
      const answer = await world.post(pathOf(body), body);
      expect([200, 202], answer.body).toContain(answer.statusCode);
      expect(answer.json().status ?? "planned", answer.body).toBe("planned");
    }
    const [yaml] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text!);
    const applied = await world.post("/templates", { source: yaml! });
    expect(applied.statusCode, applied.body).toBe(200);
  });
});
