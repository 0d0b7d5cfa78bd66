// What happens after "send", with real processes, as the people on both sides would see it: a customer who pays half now and
// the rest on Friday, and one who stops a debit by a digit. Over SMPP, in a browser, by the command line.
//   npm run -s reply-walk [-- --shots DIR]
// Says what it did; the first thing that is not so ends it with exit code 1.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CLIENT, PAYER, writeBook } from "./reply-walk/book.ts";
import { halfNowRestOnFriday, ladderWasQuiet, type Story } from "./reply-walk/half-and-rest.ts";
import { stoppedByADigit } from "./reply-walk/stopped-debit.ts";
import { isJudgedRight, openLog } from "./reply-walk/log.ts";
import { openStage, type Stage } from "./reply-walk/stage.ts";
import { messageOf } from "#platform/errors.ts";
import { openBrowser } from "#testing/browser.ts";

const { values } = parseArgs({ options: { shots: { type: "string" } } });
/** A Monday, nine o'clock in Johannesburg. */
const MONDAY = "2026-11-23T07:00:00Z";
const MOST_OUTPUT = 4_000;
const PHONE = ["--phone", "+27 21 555 0177"];

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await work().catch((error: unknown) => {
    throw new Error(`${what}: ${messageOf(error)}`, { cause: error });
  });
  console.log(`reply-walk: ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return result;
}

async function prepare(stage: Stage): Promise<void> {
  const { book, policy, routes } = await writeBook(stage.home);
  const where = ["--currency", "ZAR", "--country", "ZA", "--zone", "Africa/Johannesburg"];
  const mine = ["--client", CLIENT];
  await stage.dunlin("clock", "set", MONDAY);
  await stage.dunlin("client", "create", CLIENT, "--name", "Kloof Water", ...PHONE, ...where);
  await stage.dunlin("route", "set", routes, ...mine);
  await stage.dunlin("policy", "apply", policy, ...mine);
  await stage.dunlin("import", book, ...mine);
  await stage.dunlin("provider", "set", "sandbox", ...mine);
  const known = ["--born-on", PAYER.born, "--postcode", PAYER.postcode];
  await stage.dunlin("factor", "set", PAYER.reference, ...known, ...mine);
}

async function play(stage: Stage): Promise<void> {
  const browser = await openBrowser();
  try {
    const log = await openLog(stage);
    const story: Story = { stage, log, browser, shots: values.shots, step };
    await halfNowRestOnFriday(story);
    await stoppedByADigit(story);
    await step(
      "the ladder was quiet, the promise is kept",
      async () => await ladderWasQuiet(story),
    );
    await step("the judge agrees", async () => await isJudgedRight(stage));
    if (values.shots !== undefined) await writeTexts(stage, values.shots);
  } finally {
    await browser.close();
  }
}

/** Every text message, oldest first, beside the pictures. */
async function writeTexts(stage: Stage, folder: string): Promise<void> {
  const { messages } = await stage.sandbox("/inbox?limit=1000");
  const lines = (messages as { to: string; text: string }[]).map(
    ({ to, text }) => `${to}  ${text}`,
  );
  await writeFile(join(folder, "texts.txt"), `${lines.toReversed().join("\n")}\n`);
}

const began = performance.now();
let stage: Stage | undefined;
try {
  const opened = await step("npm start, on an empty folder", openStage);
  stage = opened;
  await step("a client with a book, a ladder, a way out", async () => await prepare(opened));
  await play(opened);
  console.log(`reply-walk: all of it in ${((performance.now() - began) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(stage?.output().slice(-MOST_OUTPUT) ?? "");
  console.error(`reply-walk: ${messageOf(error)}`);
  process.exitCode = 1;
} finally {
  await stage?.close();
}
