import { expect, test } from "vitest";
import { keywordOf } from "#understanding/keywords.ts";
import { ownWords } from "./keywords-own-words.ts";

const reminder = "R 1 234,50 is overdue.\n\nReply STOP to opt out.";
const quoted = reminder.replaceAll(/^/gmu, "> ");

test.each([
  ["nothing to strip", "Balance", "Balance"],
  [
    "English",
    `BALANCE\n\nOn Wed, 5 Nov 2025 at 10:22, Harbour <a@b.example> wrote:\n${quoted}`,
    "BALANCE",
  ],
  [
    "wrapped",
    `ok\n\nOn Wednesday, 5 November 2025, Harbour Fibre Accounts\n<accounts@harbour.example>\nwrote:\n\n${quoted}`,
    "ok",
  ],
  [
    "Polish",
    `saldo\n\nśr., 5 lis 2025 o 10:22 Harbour <a@b.example> napisał(a):\n\n${quoted}`,
    "saldo",
  ],
  ["Polish, Thunderbird", `saldo\n\nW dniu 5.11.2025 o 10:22, Harbour pisze:\n${quoted}`, "saldo"],
  [
    "Afrikaans",
    `saldo\n\nOp Wo. 5 Nov. 2025 om 10:22 het Harbour <a@b.example> geskryf:\n\n${quoted}`,
    "saldo",
  ],
  ["unmarked original", `ok\n\n-----Original Message-----\nFrom: Harbour\n${reminder}`, "ok"],
  ["Polish original", `ok\n\n-----Wiadomość oryginalna-----\n${reminder}`, "ok"],
  [
    "Outlook header",
    `ok\n\nFrom: Harbour <a@b.example>\nSent: Wednesday\nTo: Me\n\n${reminder}`,
    "ok",
  ],
  [
    "Outlook header in Polish",
    `ok\n\nOd: Harbour <a@b.example>\nWysłano: środa\n\n${reminder}`,
    "ok",
  ],
  [
    "Outlook header in Afrikaans",
    `ok\n\nVan: Harbour <a@b.example>\nGestuur: Woensdag\n\n${reminder}`,
    "ok",
  ],
  ["Outlook rule", `ok\n________________________________\n${reminder}`, "ok"],
  ["answer at the bottom", `On 5 Nov 2025 Harbour wrote:\n${quoted}\n\nStop`, "Stop"],
  ["answer between", `> one\nI paid that\n> two\nand that`, "I paid that\nand that"],
  ["signature", `Stop\n-- \nThandi Nkosi\nDirector`, "Stop"],
  ["telephone", `Stop\n\nSent from my iPhone`, "Stop"],
  ["telephone in Polish", `Stop\n\nWysłane z iPhone'a`, "Stop"],
  ["telephone in Afrikaans", `Stop\n\nGestuur vanaf my iPhone`, "Stop"],
  ["carriage returns", `Stop\r\n\r\nOn 5 Nov 2025, Harbour wrote:\r\n> x`, "Stop"],
])("%s", (_title, mail, own) => expect(ownWords(mail)).toBe(own));

test("ordinary sentences are not taken for an introduction", () => {
  const text = "On Friday I wrote:\nplease send the invoice.\nFrom: now on use this address";
  expect(ownWords(text)).toBe(text);
});

test("the STOP in the quoted original is not the customer's", () => {
  const mail = `I paid yesterday\n\nOn 5 Nov 2025, Harbour wrote:\n${quoted}`;
  expect(keywordOf(ownWords(mail))).toBeUndefined();
  expect(ownWords(quoted)).toBe("");
  expect(keywordOf(ownWords(`STOP\n\nOn 5 Nov 2025, Harbour wrote:\n${quoted}`))).toEqual({
    keyword: "STOP",
  });
});

test("a long mail is read in bounded time", () => {
  expect(ownWords("On 5 ".repeat(30_000)).length).toBeLessThanOrEqual(50_000);
  expect(ownWords("On 5\n".repeat(30_000)).split("\n").length).toBeLessThanOrEqual(2_000);
});
