// "Can I pay half now and the rest on friday": from the reminder to the last cent, with the ladder quiet all the while.
import type { Browser } from "playwright-core";
import { assert } from "#platform/errors.ts";
import { CLIENT, PAYER, SILENT } from "./book.ts";
import type { Log } from "./log.ts";
import { Visit } from "./pages.ts";
import { linkIn, Phone } from "./phone.ts";
import type { Stage } from "./stage.ts";

export type Story = {
  readonly stage: Stage;
  readonly log: Log;
  readonly browser: Browser;
  /** Where pictures of the pages go. */
  readonly shots: string | undefined;
  readonly step: <T>(what: string, work: () => Promise<T>) => Promise<T>;
};

/** Plays it. The clock stands on the Monday after the due date, and on the Thursday when it ends. */
export async function halfNowRestOnFriday(story: Story): Promise<void> {
  const { stage, step } = story;
  const [phone, silent] = [new Phone(stage, PAYER.phone), new Phone(stage, SILENT.phone)];
  await step("a reminder goes out over SMPP", async () => {
    const { messages } = await stage.dunlin("run", "--client", CLIENT);
    assert(messages === 2, `the run plans ${String(messages)} messages and not 2`);
    await phone.hears("the reminder", /R 1 199,99 on account KW-1 is overdue/u);
    await silent.hears("the reminder", /R 1 199,99 on account KW-2 is overdue/u);
  });
  const link = await step("half now, the rest on friday: read back, and confirmed", async () => {
    await phone.answers("can I pay half now and the rest on friday");
    await phone.hears("the question back", /R 600,00 now and R 599,99 by 27 /u, /YES or NO/u);
    await phone.answers("YES");
    return linkIn(await phone.hears("the link", /Pay R 600,00/u, /R 599,99 for 27 /u));
  });
  await step("who they are, half of it paid, a receipt by SMS", async () => {
    await payBehind(link, story, {
      opens: "R 1 199,99",
      pays: "R 600,00",
      left: "R 599,99",
      prove: byBirthday,
    });
    await phone.hears("the receipt", /received R 600,00/u, /Still open: R 599,99/u);
  });
  await step("the day before: the promise is called to mind, others get the ladder", async () => {
    await stage.dunlin("clock", "advance", "P3D");
    await phone.hears("the promise's reminder", /promise to pay R 599,99 by 27 /u);
    await phone.hearsNothingMore("before Friday");
    await silent.hears("the second reminder", /KW-2/u);
  });
  await step("PAY brings a fresh link, the rest is paid", async () => {
    await phone.answers("PAY");
    const fresh = linkIn(await phone.hears("the fresh link", /R 599,99/u));
    assert(fresh !== link, "the link is the old one");
    await payBehind(fresh, story, {
      opens: "R 599,99",
      pays: "R 599,99",
      left: undefined,
      prove: byPostcode,
    });
    await phone.hears("the last receipt", /received R 599,99/u, /Nothing more is open/u);
  });
}

type Paying = {
  readonly opens: string;
  readonly pays: string;
  readonly left: string | undefined;
  readonly prove: (visit: Visit) => Promise<void>;
};

const byBirthday = async ({ page }: Visit): Promise<void> => {
  await page.getByLabel("Your date of birth").fill("31/03/1980");
};

const byPostcode = async ({ page }: Visit): Promise<void> => {
  await page.getByRole("link", { name: "Your postcode" }).click();
  await page.getByLabel("Your postcode").fill(PAYER.postcode);
};

/** Opens the link, proves who they are, pays what is offered at the provider's page, and comes back. */
async function payBehind(link: string, { browser, shots }: Story, paying: Paying): Promise<void> {
  const { opens, pays, left, prove } = paying;
  const visit = await Visit.to(link, browser, shots && `${shots}/${pays.replaceAll(/\W+/gu, "-")}`);
  try {
    await visit.shows("the question who it is", /Is it you\?/u);
    assert(
      !/1 199|600|599|Thandi|Mokoena/u.test(await visit.text()),
      "an amount or a name is shown to who has not proved who they are",
    );
    await prove(visit);
    await visit.press("Continue");
    await visit.shows("the account", new RegExp(`To pay\\s+${opens}`, "u"));
    await visit.press(`Pay ${pays.replaceAll(" ", "\u00a0")}`);
    await visit.shows("what is read back", new RegExp(pays, "u"));
    await visit.press("Go on to secure payment");
    await visit.page.waitForURL(/\/pay\/page\//u);
    await visit.shows("the provider's page", new RegExp(`Pay ${pays}`, "u"));
    await visit.press(/^Pay R/u);
    await visit.page.waitForURL(/\/back/u);
    await visit.page.getByRole("heading", { name: /Thank you! We received/u }).waitFor();
    const open = left === undefined ? [] : [new RegExp(`Still open: ${left}`, "u")];
    await visit.shows("the thanks", new RegExp(`received ${pays}`, "u"), ...open);
    await visit.page.getByRole("link", { name: "Your account" }).click();
    const says = left === undefined ? /nothing to pay/u : new RegExp(left, "u");
    await visit.shows("the account afterwards", says);
  } finally {
    await visit.close();
  }
}

/**
 * Goes on to the Monday after, when whoever pays nothing is warned. Throws when anybody asked the payer for money after the
 * first reminder, or the promise was not kept.
 */
export async function ladderWasQuiet({ stage, log }: Story): Promise<void> {
  await stage.dunlin("clock", "advance", "P3D");
  // Seven days late was Sunday, on which nobody is spoken to.
  const silent = new Phone(stage, SILENT.phone);
  await silent.hears("the reminder", /overdue/u);
  await silent.hears("the second reminder", /still open/u);
  await silent.hears("the warning", /8 days late/u);
  const said = await log.messages(PAYER.reference);
  const asked = said.filter((one) => one.class === "collection");
  assert(
    asked.length === 1 && asked[0]?.template === "reminder" && asked[0].state === "delivered",
    `what collected from ${PAYER.reference} is not the one reminder: ${JSON.stringify(asked)}`,
  );
  const open = said.filter((one) => one.state !== "delivered");
  assert(open.length === 0, `not delivered: ${JSON.stringify(open)}`);
  const other = await log.messages(SILENT.reference);
  const steps = other.map((one) => one.template);
  assert(
    steps.join(" ") === "reminder second_reminder warning",
    `who is silent heard ${steps.join(", ")}`,
  );
  const happened = await log.events(PAYER.reference);
  const listed = new Set(said.map((one) => one.message_id));
  const hidden = happened.filter((one) => one.message_id !== null && !listed.has(one.message_id));
  assert(hidden.length === 0, `of messages that no list shows: ${JSON.stringify(hidden)}`);
  const events = happened.map((one) => one.kind);
  for (const kind of ["promise.made", "payment.received", "promise.kept"])
    assert(events.includes(kind), `there is no event ${kind}: ${events.join(", ")}`);
  assert(!events.includes("promise.broken"), "a promise counts as broken");
}
