import { pino, type Logger } from "pino";

export type { Logger };

/** The structured log of a process: JSON lines on stderr, so that stdout stays free for results. No bodies, no secrets. */
export function openLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ["password", "token", "*.password", "*.token", "config.password", "dkim.privateKey"],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

export const silentLog: Logger = pino({ level: "silent" });
