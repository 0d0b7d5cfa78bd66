import { describe, expect, test } from "vitest";
import { isAutomatic } from "./automatic.ts";

const mail = (
  headers: Record<string, string>,
  subject = "Re: Reminder",
  from = "thandi@example.com",
) => isAutomatic({ headers, subject, text: "BALANCE", from });
const sms = (text: string, from = "+27821234567") => isAutomatic({ text, from });

describe("e-mail headers", () => {
  test.each([
    ["Auto-Submitted", "auto-replied"],
    ["auto-submitted", "auto-generated; owner-email=x"],
    ["Precedence", "bulk"],
    ["Precedence", "list"],
    ["Precedence", "junk"],
    ["precedence", "auto_reply"],
    ["X-Auto-Response-Suppress", "All"],
    ["List-Id", "<news.example.com>"],
    ["Return-Path", "<>"],
    ["Content-Type", "multipart/report; report-type=delivery-status"],
    ["X-Autoreply", "yes"],
    ["X-Failed-Recipients", "a@b.example"],
  ])("%s: %s", (name, value) => expect(mail({ [name]: value })).toBe(true));

  test.each([
    ["Auto-Submitted", "no"],
    ["Auto-Submitted", "No; x=y"],
    ["Precedence", "first-class"],
    ["X-Auto-Response-Suppress", "None"],
    ["Return-Path", "<thandi@example.com>"],
    ["Content-Type", "multipart/alternative; boundary=report"],
    ["List-Unsubscribe", "<https://x.example>"],
  ])("%s: %s is a person's", (name, value) => expect(mail({ [name]: value })).toBe(false));
});

describe("e-mail senders and subjects", () => {
  test.each([
    "MAILER-DAEMON@mx.example.com",
    "Mail Delivery <mailer-daemon@example.com>",
    "postmaster@example.com",
    "no-reply@example.com",
    "noreply+123@example.com",
    "do_not_reply@example.com",
    "bounces-77@example.com",
    "<>",
    "",
  ])("from %j", (from) => expect(mail({}, "Re: Reminder", from)).toBe(true));

  test.each(["norepa@example.com", "Postma Ster <p.ster@example.com>", "bouncer@example.com"])(
    "from %j is a person",
    (from) => expect(mail({}, "Re: Reminder", from)).toBe(false),
  );

  test.each([
    "Automatic reply: Reminder",
    "Out of Office: back on Monday",
    "RE: Auto-Reply",
    "Undeliverable: Reminder",
    "Delivery Status Notification (Failure)",
    "Odpowiedź automatyczna: Przypomnienie",
    "Autoodpowiedź",
    "Poza biurem",
    "Nieobecność w pracy",
    "Outomatiese antwoord: Herinnering",
    "Buite kantoor",
    "Met verlof tot 15 Desember",
  ])("subject %j", (subject) => expect(mail({}, subject)).toBe(true));

  test.each([
    "Re: Reminder: R 1 234,50 is overdue",
    "Your out of office message",
    "STOP",
    "The office was out of power",
    "Nieobecność technika",
    "Odp: Przypomnienie",
    "Antw: Herinnering",
    "",
  ])("subject %j is a person's", (subject) => expect(mail({}, subject)).toBe(false));
});

describe("sms", () => {
  test.each([
    "Auto-reply: I'm away, will get back to you",
    "I'm driving with Do Not Disturb While Driving turned on. I'll see your message later.",
    "(I’m not receiving notifications. If this is urgent, reply “urgent”.)",
    "I'm driving right now",
    "I am currently out of the office until Monday",
    "This is an automated message, please do not reply",
    "This number is not monitored.",
    "Wiadomość automatyczna: numer nieaktywny",
    "Prowadzę samochód, oddzwonię",
    "Outomatiese antwoord: ek is nie beskikbaar nie",
    "Ek bestuur nou",
  ])("%j", (text) => expect(sms(text)).toBe(true));

  test.each([
    "BALANCE",
    "I am on leave until the 15th and will pay then",
    "I'm driving to the bank now to pay you",
    "I was out of office, paid today",
    "jestem na urlopie do 15, potem zapłacę",
    "Ek is op verlof, ek betaal Vrydag",
    "ek bestuur na die bank",
    "Is this an automatic debit?",
  ])("%j is a person's", (text) => expect(sms(text)).toBe(false));

  test("services have letters or short codes, people have numbers", () => {
    expect(sms("Your balance is low", "Vodacom")).toBe(true);
    expect(sms("Your balance is low", "30333")).toBe(true);
    expect(sms("BALANCE", "0821234567")).toBe(false);
    expect(sms("BALANCE", "5550100")).toBe(false);
    expect(sms("BALANCE", "+27821234567")).toBe(false);
  });
});
