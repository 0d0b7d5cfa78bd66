import nodemailer, { type SMTPPoolOptions } from "nodemailer";
import { type HandedOver, type Outgoing, type Route, RouteError } from "#messages/route.ts";
import type { Logger } from "#platform/log.ts";
import { Window } from "#platform/window.ts";
import { mailOf, providerIdOf } from "./compose.ts";
import { settingsOf, type SmtpConfig, type SmtpSettings } from "./config.ts";
import { failureOf } from "./failures.ts";

// RFC 8058 4: the one-click headers must be signed, which the library's own list leaves out.
const SIGNED_FIELDS =
  "From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:" +
  "In-Reply-To:References:Auto-Submitted:List-Id:List-Unsubscribe:List-Unsubscribe-Post";
// Shorter than any relay's patience, so that a message seldom meets a connection that was just closed.
const IDLE_MS = 10_000;
const MAILS_PER_CONNECTION = 100;

/**
 * One SMTP relay as a way out. Connects when there is something to send; `free` is 0 while it rests after a failure.
 * Throws `UserError` when the configuration is wrong.
 */
export function openSmtpRoute(config: SmtpConfig, log: Logger): Route {
  const settings = settingsOf(config);
  const window = new Window(settings.connections, settings.pause);
  const pool = openPool(settings);
  let closed = false;

  async function handOver(message: Outgoing): Promise<HandedOver> {
    if (closed) throw new RouteError("unreachable", { code: "closed" });
    if (window.free === 0)
      throw new RouteError("throttled", { code: "no_window", retryAfterMs: window.restMs });
    const mail = mailOf(message, settings);
    window.enter();
    try {
      await pool.send(mail, settings.responseTimeoutMs);
      window.succeeded();
      return { providerIds: [providerIdOf(message, settings)] };
    } catch (error) {
      throw failed(failureOf(error, { contentSent: pool.contentSent(mail) }, window.nextRestMs));
    } finally {
      window.leave();
    }
  }

  function failed(failure: RouteError): RouteError {
    if (failure.failure === "rejected" || failure.failure === "temporary") {
      window.succeeded(); // the relay answered: it is well
      return failure;
    }
    window.failed();
    log.warn(
      { routeId: settings.routeId, failure: failure.failure, code: failure.code },
      `SMTP route ${settings.host}:${settings.port} rests`,
    );
    return failure;
  }

  return {
    get free() {
      return window.free;
    },
    whenFree: (timeoutMs) => window.whenFree(timeoutMs),
    handOver,
    async close() {
      closed = true;
      window.close();
      const idle = await window.whenIdle(settings.closeTimeoutMs);
      pool.close(!idle);
      if (!idle) await window.whenIdle(1_000);
    },
  };
}

type Mail = ReturnType<typeof mailOf>;

/** The library's pool, and a note of which mails had been read to their end when it failed. */
function openPool(settings: SmtpSettings): {
  send(mail: Mail, timeoutMs: number): Promise<void>;
  contentSent(mail: Mail): boolean;
  close(force: boolean): void;
} {
  const transport = nodemailer.createTransport({ ...optionsOf(settings), pool: true as const });
  const sent = new WeakSet<Mail>();
  const underWay = new Map<string, Mail>();
  transport.use("stream", (mail, done) => {
    const own = underWay.get(String(mail.data.messageId));
    const open = mail.message.createReadStream.bind(mail.message);
    mail.message.createReadStream = (options) => {
      const content = open(options);
      // The connection reads only after the relay's 354, and writes the final dot after this event.
      content.once("end", () => own && sent.add(own));
      return content;
    };
    done();
  });
  return {
    contentSent: (mail) => sent.has(mail),
    close: (force) => transport.close({ force }),
    async send(mail, timeoutMs) {
      const key = String(mail.messageId);
      underWay.set(key, mail);
      try {
        await transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeoutMs) });
      } finally {
        underWay.delete(key);
      }
    },
  };
}

export function optionsOf(settings: SmtpSettings): SMTPPoolOptions {
  const { tls, auth, dkim, connectTimeoutMs, responseTimeoutMs } = settings;
  return {
    host: settings.host,
    port: settings.port,
    secure: tls === "implicit",
    requireTLS: tls === "required",
    ignoreTLS: tls === "off",
    ...(settings.certificateAuthority === undefined
      ? {}
      : { tls: { ca: settings.certificateAuthority } }),
    ...(auth ? { auth: { user: auth.user, pass: auth.password } } : {}),
    name: settings.messageIdDomain, // the greeting; the machine's own name is nobody's business
    maxConnections: settings.connections,
    maxMessages: MAILS_PER_CONNECTION,
    maxRequeues: 0, // the library's own resending could deliver a mail twice
    idleTimeout: IDLE_MS,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    socketTimeout: responseTimeoutMs,
    ...(dkim
      ? {
          dkim: {
            domainName: dkim.domain,
            keySelector: dkim.selector,
            privateKey: dkim.privateKey,
            headerFieldNames: SIGNED_FIELDS,
          },
        }
      : {}),
  };
}
