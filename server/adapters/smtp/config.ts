import { createPrivateKey } from "node:crypto";
import { UserError } from "#platform/errors.ts";

/**
 * How the relay is spoken to: `implicit` is TLS from the first byte, `required` upgrades by STARTTLS or fails,
 * `offered` upgrades when the relay offers it, `off` never.
 */
type SmtpTls = "implicit" | "required" | "offered" | "off";

export type SmtpConfig = {
  readonly routeId: string;
  readonly host: string;
  readonly port: number;
  /** Default: `implicit` on port 465, `required` with `auth`, else `offered`. */
  readonly tls?: SmtpTls;
  /** PEM of a private authority that signed the relay's certificate. */
  readonly certificateAuthority?: string;
  readonly auth?: { readonly user: string; readonly password: string };
  /** The window: hand-overs under way at once, each on a connection of its own. Default 5. */
  readonly connections?: number;
  readonly dkim?: {
    readonly domain: string;
    readonly selector: string;
    /** PEM of an RSA private key; the library would silently leave a mail unsigned with any other. */
    readonly privateKey: string;
  };
  /** Used where the message names no sender mailbox of its own. */
  readonly from: { readonly name?: string; readonly address: string };
  readonly replyTo?: string;
  /** Domain of the bounce addresses; its MX must lead to Dunlin's mail listener. */
  readonly returnPathDomain: string;
  /** Signs the bounce addresses: a forged bounce must not suppress anybody's address. */
  readonly returnPathSecret: string;
  /** Right side of the Message-IDs. Default: the domain of `from`. */
  readonly messageIdDomain?: string;
  /** Longest wait for connection and greeting together. Default 30 s. */
  readonly connectTimeoutMs?: number;
  /** Longest wait for one hand-over as a whole. Default 120 s. */
  readonly responseTimeoutMs?: number;
  /** Longest wait of `close` for hand-overs under way. Default 5 s. */
  readonly closeTimeoutMs?: number;
  /** Pause after a failure of the route; doubles with each further one. Default 1 s up to 60 s. */
  readonly pause?: { readonly firstMs: number; readonly longestMs: number };
};

export type SmtpSettings = Required<
  Omit<SmtpConfig, "auth" | "dkim" | "replyTo" | "certificateAuthority">
> &
  Pick<SmtpConfig, "auth" | "dkim" | "replyTo" | "certificateAuthority">;

const MAX_CONNECTIONS = 100;
const MIN_SECRET_LENGTH = 16;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const MAILBOX = /^[^\s@<>(),;:"[\]\\\p{Cc}]{1,64}@[^\s@<>(),;:"[\]\\\p{Cc}]{1,253}$/u;

/** Fills the defaults in. Throws `UserError` naming the key, the value and the cure. */
export function settingsOf(config: SmtpConfig): SmtpSettings {
  const settings: SmtpSettings = {
    tls: config.tls ?? defaultTls(config),
    connections: 5,
    messageIdDomain: domainOf(config.from.address),
    connectTimeoutMs: 30_000,
    responseTimeoutMs: 120_000,
    closeTimeoutMs: 5_000,
    pause: { firstMs: 1_000, longestMs: 60_000 },
    ...config,
  };
  check(settings);
  return settings;
}

export function isMailbox(address: string): boolean {
  return MAILBOX.test(address);
}

function defaultTls(config: SmtpConfig): SmtpTls {
  if (config.port === 465) return "implicit";
  return config.auth && !LOOPBACK.test(config.host) ? "required" : "offered";
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}

function check(settings: SmtpSettings): void {
  const { port, connections, tls, auth, host } = settings;
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    refuse("port", port, "give a port between 1 and 65535, usually 465 or 587");
  if (!Number.isInteger(connections) || connections < 1 || connections > MAX_CONNECTIONS)
    refuse("connections", connections, `give a whole number from 1 to ${MAX_CONNECTIONS}`);
  if (auth && !LOOPBACK.test(host) && (tls === "off" || tls === "offered"))
    refuse("tls", tls, "a password needs an encrypted connection: set it to implicit or required");
  if (!isMailbox(settings.from.address))
    refuse("from.address", settings.from.address, "give one mailbox, like billing@example.com");
  if (settings.replyTo !== undefined && !isMailbox(settings.replyTo))
    refuse("replyTo", settings.replyTo, "give one mailbox, like replies@example.com");
  for (const key of ["returnPathDomain", "messageIdDomain"] as const)
    if (!DOMAIN.test(settings[key])) refuse(key, settings[key], "give a domain, like example.com");
  if (settings.dkim) checkDkim(settings.dkim);
  if (settings.returnPathSecret.length < MIN_SECRET_LENGTH)
    refuse("returnPathSecret", "(hidden)", `give at least ${MIN_SECRET_LENGTH} random characters`);
}

function checkDkim(dkim: NonNullable<SmtpConfig["dkim"]>): void {
  if (!DOMAIN.test(dkim.domain))
    refuse("dkim.domain", dkim.domain, "give the domain that publishes the key");
  if (!DOMAIN.test(dkim.selector))
    refuse("dkim.selector", dkim.selector, "give the label before ._domainkey");
  if (keyTypeOf(dkim.privateKey) !== "rsa")
    refuse("dkim.privateKey", "(hidden)", "give an RSA private key in PEM form");
}

function keyTypeOf(pem: string): string | undefined {
  try {
    return createPrivateKey(pem).asymmetricKeyType;
  } catch {
    return undefined;
  }
}

function refuse(key: string, value: unknown, cure: string): never {
  throw new UserError(`SMTP route: ${key} is ${JSON.stringify(value)}: ${cure}.`);
}
