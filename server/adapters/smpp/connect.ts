import net from "node:net";
import tls from "node:tls";
import type { SmppConfig } from "./config.ts";

/** A connected socket (with TLS: verified). Rejects after `connectTimeoutMs`, or when `signal` aborts. */
export function connect(
  config: Pick<SmppConfig, "host" | "port" | "tls" | "connectTimeoutMs">,
  signal: AbortSignal,
): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = config.tls ? secureSocket(config) : net.connect(config.port, config.host);
    const timer = setTimeout(
      () => fail(new Error("no connection in time")),
      config.connectTimeoutMs,
    );
    const aborted = (): void => fail(new Error("closed while connecting"));
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", aborted);
      socket.off("error", fail);
      socket.off("close", closed);
    };
    const fail = (error: Error): void => {
      settle();
      socket.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const closed = (): void => fail(new Error("the connection closed"));
    socket.once(config.tls ? "secureConnect" : "connect", () => {
      settle();
      resolve(socket);
    });
    socket.once("error", fail);
    socket.once("close", closed);
    if (signal.aborted) aborted();
    else signal.addEventListener("abort", aborted, { once: true });
  });
}

function secureSocket({ host, port, tls: options }: Pick<SmppConfig, "host" | "port" | "tls">) {
  const { certificateAuthority, serverName } = typeof options === "object" ? options : {};
  const name = serverName ?? (net.isIP(host) ? undefined : host);
  return tls.connect({
    host,
    port,
    ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
    ...(name === undefined ? {} : { servername: name }),
  });
}
