// A session of SFTP: opened to a host whose key is known, with promises in the place of callbacks.
import { connect, isIP, type Socket } from "node:net";
import { createHash, timingSafeEqual } from "node:crypto";
import { Client, type ConnectConfig, type FileEntry, type SFTPWrapper } from "ssh2";
import { messageOf } from "#platform/errors.ts";
import { SourceError, type Trouble } from "#sources/source.ts";
import type { Web } from "./web.ts";

export type SftpHost = {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string | undefined;
  readonly private_key?: string | undefined;
  readonly passphrase?: string | undefined;
  /** "SHA256:…", as ssh-keygen -l shows it. */
  readonly host_key: string;
};

export type SftpLink = {
  list(folder: string): Promise<FileEntry[]>;
  /** Makes the folder where it is missing. */
  ensure(folder: string): Promise<void>;
  fetch(from: string, to: string): Promise<void>;
  put(from: string, to: string): Promise<void>;
  write(to: string, text: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  close(): void;
};

const CONNECT_MS = 20_000;
/** Nothing heard for three of these: the session is dead. */
const KEEPALIVE_MS = 20_000;

/** Signs in. Throws `SourceError`: `sign_in` for wrong keys of either side, `unreachable` for everything on the way. */
export async function openSftpLink(given: SftpHost, web: Web): Promise<SftpLink> {
  const client = new Client();
  const socket = reach(given, web);
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  client.on("error", (error) => ended.reject(error));
  client.on("close", () => ended.reject(new Error("the connection ended")));
  socket.on("error", (error) => ended.reject(error));
  const during = async <T>(work: Promise<T>): Promise<T> =>
    await Promise.race([work, ended.promise]);
  let isHost = true;
  try {
    const ready = new Promise<void>((resolve) => client.on("ready", resolve));
    client.connect({
      ...signingIn(given),
      sock: socket,
      readyTimeout: CONNECT_MS,
      keepaliveInterval: KEEPALIVE_MS,
      hostVerifier: (key: Buffer) => (isHost = isKnown(key, given.host_key)),
    });
    await during(ready);
    const sftp = await during(
      new Promise<SFTPWrapper>((resolve, reject) =>
        client.sftp((error, opened) => (error ? reject(error) : resolve(opened))),
      ),
    );
    return linkOver(sftp, during, () => client.destroy());
  } catch (cause) {
    client.destroy();
    throw troubleOf(cause, given, isHost);
  }
}

function reach({ host, port }: SftpHost, web: Web): Socket {
  if (isIP(host) !== 0)
    web.check(new URL(`ssh://${host.includes(":") ? `[${host}]` : host}:${port}`));
  return connect({ host, port, lookup: web.lookup });
}

function signingIn(given: SftpHost): ConnectConfig {
  const { user: username, password, private_key: privateKey, passphrase } = given;
  return {
    username,
    ...(password === undefined ? {} : { password }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
}

function isKnown(key: Buffer, wanted: string): boolean {
  const found = createHash("sha256").update(key).digest();
  const known = Buffer.from(wanted.replace(/^SHA256:/, ""), "base64");
  return known.length === found.length && timingSafeEqual(known, found);
}

function troubleOf(cause: unknown, { host, port }: SftpHost, isHost: boolean): SourceError {
  const level = typeof cause === "object" && cause !== null && "level" in cause ? cause.level : "";
  const trouble: Trouble = !isHost || level === "client-authentication" ? "sign_in" : "unreachable";
  const why = isHost
    ? messageOf(cause)
    : "its key is not the one in host_key; is it the right host?";
  return new SourceError(trouble, `${host}:${port}: ${why}`, { cause });
}

type Done = (error: Error | null | undefined) => void;

function linkOver(
  sftp: SFTPWrapper,
  during: <T>(work: Promise<T>) => Promise<T>,
  end: () => void,
): SftpLink {
  const call = async (work: (done: Done) => void): Promise<void> =>
    await during(
      new Promise<void>((resolve, reject) => work((error) => (error ? reject(error) : resolve()))),
    );
  return {
    list: async (folder) =>
      await during(
        new Promise<FileEntry[]>((resolve, reject) =>
          sftp.readdir(folder, (error, found) => (error ? reject(error) : resolve(found))),
        ),
      ),
    ensure: async (folder) =>
      await call((done) =>
        sftp.stat(folder, (missing) => (missing ? sftp.mkdir(folder, done) : done(null))),
      ),
    fetch: async (from, to) => await call((done) => sftp.fastGet(from, to, done)),
    put: async (from, to) => await call((done) => sftp.fastPut(from, to, done)),
    write: async (to, text) => await call((done) => sftp.writeFile(to, text, done)),
    rename: async (from, to) => await call((done) => sftp.rename(from, to, done)),
    close: end,
  };
}
