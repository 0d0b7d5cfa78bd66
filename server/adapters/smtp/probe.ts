// Signing in at a mail relay and out again, to see that it can be done.
import nodemailer from "nodemailer";
import { settingsOf, type SmtpConfig } from "./config.ts";
import { optionsOf } from "./route.ts";

/** Connects, changes to TLS and signs in as the route would; sends nothing. Throws what the relay or the network says. */
export async function probeSmtp(config: SmtpConfig, timeoutMs: number): Promise<void> {
  const settings = settingsOf({
    ...config,
    connections: 1,
    connectTimeoutMs: timeoutMs,
    responseTimeoutMs: timeoutMs,
  });
  const { dkim: _dkim, ...options } = optionsOf(settings);
  const transport = nodemailer.createTransport({ ...options, pool: true as const });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}
