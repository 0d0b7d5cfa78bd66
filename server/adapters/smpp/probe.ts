// Signing in at an SMSC and out again, to see that it can be done.
import { statusName } from "./codec/commands.ts";
import type { SmppConfig } from "./config.ts";
import { connect } from "./connect.ts";
import type { SmppLog } from "./log.ts";
import { Session } from "./session.ts";

const silent: SmppLog = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Binds as a transmitter only, which takes no answers and receipts away from anybody, and unbinds. Throws what the SMSC or the
 * network says, after `timeoutMs` at the latest for each of the steps.
 */
export async function probeSmpp(config: SmppConfig, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  const socket = await connect({ ...config, connectTimeoutMs: timeoutMs }, signal);
  const handlers = { request: () => {}, closed: () => {} };
  const session = new Session(
    socket,
    { ...config, responseTimeoutMs: timeoutMs },
    handlers,
    silent,
  );
  const { systemId, password, systemType } = config;
  try {
    const { status } = await session.control({
      command: "bind_transmitter",
      systemId,
      password,
      systemType,
      interfaceVersion: 0x34,
      addressTon: 0,
      addressNpi: 0,
      addressRange: "",
    });
    if (status !== 0) throw new Error(`the SMSC refused the bind: ${statusName(status)}`);
    await session.unbind(timeoutMs);
  } finally {
    session.end("probed");
  }
}
