// A client whose mails go out over a real SMTP connection to a mailbox of ours, and what readers do with them.
import fastify from "fastify";
import { sql } from "kysely";
import { afterAll, beforeAll } from "vitest";
import { startWorkers, type Workers } from "../server/compose.ts";
import { engagementRoutes } from "../server/http/engagement.ts";
import { answerError } from "../server/http/problems.ts";
import { rememberPublicUrl } from "#messages/engagement/public-url.ts";
import { setTracking } from "#messages/engagement/tracking.ts";
import { loadContext } from "#messages/planning/context.ts";
import { sendMessages, type Sending } from "#messages/sending.ts";
import { applyTemplates } from "#messages/templates/own.ts";
import { clockNow } from "#platform/clock.ts";
import { silentLog } from "#platform/log.ts";
import { messageThread } from "#reporting/message-thread.ts";
import { until } from "./dispatch-world.ts";
import { openProviderWorld } from "./provider-world.ts";
import { startMailbox, type ReceivedMail } from "./simulators/mailbox.ts";

const BROWSER =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
export const GMAIL =
  "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)";
/** Where the installation is found, as it says. */
export const PUBLIC = "https://dunlin.example";
const TEMPLATE = `
name: news
class: service
language: en
channel: email
subject: News
text:
  full: "See https://harbour.example/plain"
html:
  full: >-
    <p>Hello <a href="https://harbour.example/pay?a=1&amp;b=2">pay</a>, <a href="https://harbour.example/terms">terms</a>
    or <a href="https://harbour.example/help">help</a></p>
`;

/** Opens it, with openings and clicks watched; all is closed at the end of the file. */
export async function openEngagementWorld() {
  const here = await openProviderWorld();
  await rememberPublicUrl(here.world.app, PUBLIC);
  const mails: ReceivedMail[] = [];
  const mailbox = await startMailbox({ onMail: (mail) => void mails.push(mail) });
  const client = await here.client(`
    - name: mail
      channel: email
      adapter: smtp
      sender: Harbour Fibre <accounts@harbour.example>
      listens: [accounts@harbour.example]
      rate_per_s: 1000
      config: { host: 127.0.0.1, port: ${mailbox.port} }
  `);
  const { clientId, within, rows } = client;
  // Clicks are judged together for a moment only, so that no test waits two seconds.
  const app = fastify();
  app.setErrorHandler(answerError(silentLog));
  await app.register(engagementRoutes({ db: here.world.app, log: silentLog, atOnceMs: 20 }));

  let workers: Workers;
  beforeAll(async () => {
    workers = await startWorkers(here.installation, () => Promise.reject(new Error("no box")));
    await within(async (tx) => {
      const now = await clockNow(tx);
      const applied = await applyTemplates(tx, clientId, TEMPLATE, now, "test");
      if ("errors" in applied) throw new Error(JSON.stringify(applied.errors));
      await setTracking(tx, clientId, { opens: true, clicks: true }, { actor: "test", now });
    });
  });
  afterAll(async () => {
    await workers.stop();
    await app.close();
    await mailbox.close();
  });

  let people = 0;
  const someone = () => `reader${(people += 1)}@example.org`;

  const send = async (sending: Partial<Sending> & { to: string }): Promise<string> => {
    const [said] = await within(async (tx) => {
      const context = await loadContext(tx, clientId);
      const whole = { channel: "email", template: "news", ...sending } as Sending;
      return await sendMessages(tx, context, [whole], await clockNow(tx), "test");
    });
    return said!.messageId;
  };
  /** Sends a mail and gives it as it arrived, an hour ago. */
  const mailTo = async (to: string, sending: Partial<Sending> = {}) => {
    const messageId = await send({ to, ...sending });
    await until(async () => {
      const found = await rows(
        sql`select 1 from dunlin.attempt where message_id = ${messageId} and finished_at is not null`,
      );
      return found.length > 0 && mails.some((mail) => mail.to === to);
    });
    await rows(sql`update dunlin.attempt set started_at = started_at - interval '1 hour',
      finished_at = finished_at - interval '1 hour' where message_id = ${messageId}`);
    const mail = mails.findLast((one) => one.to === to)!;
    const links = [...(mail.html ?? "").matchAll(/href="([^"]+)"/g)].map(([, href]) =>
      pathOf(href!),
    );
    const picture = /<img src="([^"]+)"/.exec(mail.html ?? "")?.[1];
    return { messageId, mail, links, picture: picture && pathOf(picture) };
  };
  const get = async (
    url: string,
    headers: Record<string, string> = {},
    method: "GET" | "HEAD" = "GET",
  ) => await app.inject({ method, url, headers: { "user-agent": BROWSER, ...headers } });
  /** Asks for all of them as if at once, and gives the answers when everything is written. */
  const visit = async (...asked: readonly (readonly [url: string, method?: "GET" | "HEAD"])[]) => {
    const visited = fastify();
    await visited.register(
      engagementRoutes({ db: here.world.app, log: silentLog, atOnceMs: 60_000 }),
    );
    const headers = { "user-agent": BROWSER };
    const answers = await Promise.all(
      asked.map(async ([url, method = "GET"]) => await visited.inject({ method, url, headers })),
    );
    await visited.close();
    return answers.map((answer) => answer.statusCode);
  };
  const threadOf = async (messageId: string) =>
    (await within(async (tx) => await messageThread(tx, clientId, messageId)))!;
  const seen = async (messageId: string): Promise<string[]> =>
    (await threadOf(messageId)).engagement.map(
      ({ what, link, by, count }) => `${what} ${link ?? ""} ${by} ${count}`,
    );
  const addressOf = async (address: string) =>
    (
      await rows(
        sql<{ why: string; by: string; until: Temporal.Instant | null; dead: boolean }>`
          select opted_out_why as why, opted_out_by as by, opted_out_until as until, dead_at is not null as dead
          from dunlin.address where address = ${address}`,
      )
    )[0];
  const kindsOf = async (messageId: string) =>
    (await threadOf(messageId)).events.map(({ kind, body }) => {
      const { by, link } = body as { by?: string; link?: number };
      return [kind, link, by].filter((part) => part !== undefined).join(" ");
    });

  return {
    here,
    client,
    mailbox,
    workers: () => workers,
    someone,
    send,
    mailTo,
    get,
    visit,
    threadOf,
    seen,
    addressOf,
    kindsOf,
  };
}

/** Below the installation's own address. */
export const pathOf = (address: string): string => address.replace(PUBLIC, "");
