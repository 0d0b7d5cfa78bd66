import { pino, type DestinationStream, type Logger } from "pino";

export type { Logger };

/** E.164, with its plus or without: as many digits as a number with its country has, and no part of an id. */
const NUMBER =
  /(?<![\w.:-])(?<!"(?:time|seq|pid)":)\+?\d{2}(?=\d{7,13}(?![\w-]))\d{5,11}(\d{2})(?![\w-])/g;
const MAILBOX = /[\w.%+-]+@([\w-]+(?:\.[\w-]+)+)/g;

/** A line of the log with the middle of numbers, and who of mailboxes, taken out. */
export function maskLine(line: string): string {
  return line.replaceAll(NUMBER, "…$1").replaceAll(MAILBOX, "…@$1");
}

/**
 * The structured log of a process: JSON lines on stderr, so that stdout stays free for results. No bodies, no secrets; numbers
 * and mailboxes that errors bring along are masked.
 */
export function openLog(
  level: string,
  to: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ["password", "token", "*.password", "*.token", "config.password", "dkim.privateKey"],
      hooks: { streamWrite: maskLine },
    },
    to,
  );
}

export const silentLog: Logger = pino({ level: "silent" });
