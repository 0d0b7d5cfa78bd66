// Answers go in the language that somebody writes in; what is stored of them stays.
import { sql } from "kysely";
import { expect, test } from "vitest";
import { harbour, openHearing } from "./fixtures.ts";
import { languageFor } from "./speaking.ts";

const { db, openDoor } = await openHearing();
await openDoor();
const PHONE = "+27821234567";

test("the region of a stored language stays where the language is the same", () => {
  expect(languageFor("en", "en-ZA")).toBe("en-ZA");
  expect(languageFor("pl", "en-ZA")).toBe("pl");
  expect(languageFor(undefined, "af")).toBe("af");
});

test("who writes Afrikaans without doubt is answered in it, until they write otherwise", async () => {
  const here = await harbour(db);
  const customerId = await here.customer([{ address: PHONE }], "en");
  await here.owes(customerId, 100_000n, "2026-02-05");
  const said = async (text: string) => {
    await here.text(PHONE, text);
    const { language } = (await here.messages()).at(-1)!;
    return language;
  };
  const noted = async () =>
    (
      await here.rows(sql<{ told: string }>`select body ->> 'language' as told from dunlin.event
      where client_id = ${here.clientId} and kind = 'conversation.language' order by seq`)
    ).map(({ told }) => told);
  expect(await said("BALANCE")).toBe("en");
  expect(await noted()).toEqual([]);
  expect(await said("kan ek asseblief volgende week die helfte betaal")).toBe("af");
  // Nothing to go by: the conversation goes on as it was.
  expect(await said("BALANCE")).toBe("af");
  expect(await said("how much do you want me to pay today please")).toBe("en");
  expect(await noted()).toEqual(["af", "en"]);
  const [stored] = await here.rows(sql<{ language: string }>`select language from dunlin.customer
    where customer_id = ${customerId}`);
  expect(stored).toEqual({ language: "en" });
});
