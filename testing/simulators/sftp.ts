// An SFTP server over a folder of this machine: what the npm package ssh2 offers for servers, and no more than sources need.
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, rename, stat, type FileHandle } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import ssh2, { type Attributes, type SFTPWrapper } from "ssh2";

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

export type SftpServer = {
  readonly port: number;
  /** "SHA256:…" */
  readonly hostKey: string;
  /** Drops the connection at the next rename. */
  dropsAtRename: boolean;
  close(): Promise<void>;
};

/** Serves `folder` to user "acme" with password "s3cret". */
export async function startSftpServer(folder: string): Promise<SftpServer> {
  const pair = ssh2.utils.generateKeyPairSync("ed25519");
  const key = ssh2.utils.parseKey(pair.private);
  if (key instanceof Error) throw key;
  const connections = new Set<{ end(): void }>();
  const state = { dropsAtRename: false };
  const server = new ssh2.Server({ hostKeys: [pair.private] }, (connection) => {
    connections.add(connection);
    connection.on("error", () => undefined);
    connection.on("close", () => connections.delete(connection));
    connection.on("authentication", (attempt) => {
      const right =
        attempt.method === "password" &&
        attempt.username === "acme" &&
        attempt.password === "s3cret";
      if (right) attempt.accept();
      else attempt.reject(["password"]);
    });
    connection.on("session", (accept) => {
      accept().on("sftp", (acceptSftp) =>
        serve(acceptSftp(), folder, () => {
          if (state.dropsAtRename) connection.end();
          return state.dropsAtRename;
        }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    port: (server.address() as AddressInfo).port,
    hostKey: `SHA256:${createHash("sha256").update(key.getPublicSSH()).digest("base64").replace(/=+$/, "")}`,
    close: async () => {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function serve(sftp: SFTPWrapper, folder: string, drops: () => boolean): void {
  const files = new Map<number, { file?: FileHandle; names?: string[] }>();
  let last = 0;
  const at = (path: string): string => join(folder, join("/", path));
  const idOf = (handle: Buffer): number => handle.readUInt32BE(0);
  const given = (one: { file?: FileHandle; names?: string[] }): Buffer => {
    files.set((last += 1), one);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(last, 0);
    return handle;
  };
  const answering = (id: number, work: () => Promise<void>): void => {
    work().catch((error: unknown) => {
      const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
      sftp.status(id, isMissing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE);
    });
  };
  const ok = (id: number): void => sftp.status(id, STATUS_CODE.OK);
  const statOf = (id: number, path: string): void =>
    answering(id, async () => sftp.attrs(id, await attrsOf(at(path))));
  sftp.on("OPEN", (id, path, flags) =>
    answering(id, async () => {
      const writes = (flags & OPEN_MODE.WRITE) !== 0;
      const mode = writes
        ? constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC
        : constants.O_RDONLY;
      sftp.handle(id, given({ file: await open(at(path), mode) }));
    }),
  );
  sftp.on("READ", (id, handle, offset, length) =>
    answering(id, async () => {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await files.get(idOf(handle))!.file!.read(buffer, 0, length, offset);
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
    }),
  );
  sftp.on("WRITE", (id, handle, offset, data) =>
    answering(id, async () => {
      await files.get(idOf(handle))!.file!.write(data, 0, data.length, offset);
      ok(id);
    }),
  );
  sftp.on("FSTAT", (id, handle) =>
    answering(id, async () => {
      const { size, mtimeMs, mode } = await files.get(idOf(handle))!.file!.stat();
      sftp.attrs(id, attributes(size, mtimeMs, mode));
    }),
  );
  sftp.on("CLOSE", (id, handle) =>
    answering(id, async () => {
      await files.get(idOf(handle))?.file?.close();
      files.delete(idOf(handle));
      ok(id);
    }),
  );
  sftp.on("OPENDIR", (id, path) =>
    answering(id, async () =>
      sftp.handle(id, given({ names: (await readdir(at(path))).map((name) => join(path, name)) })),
    ),
  );
  sftp.on("READDIR", (id, handle) =>
    answering(id, async () => {
      const one = files.get(idOf(handle))!;
      const names = one.names ?? [];
      one.names = [];
      if (names.length === 0) return sftp.status(id, STATUS_CODE.EOF);
      const entries = names.map(async (name) => {
        const filename = name.split("/").at(-1)!;
        return { filename, longname: filename, attrs: await attrsOf(at(name)) };
      });
      sftp.name(id, await Promise.all(entries));
    }),
  );
  sftp.on("STAT", statOf);
  sftp.on("LSTAT", statOf);
  sftp.on("SETSTAT", ok);
  sftp.on("FSETSTAT", ok);
  sftp.on("MKDIR", (id, path) => answering(id, async () => (await mkdir(at(path)), ok(id))));
  sftp.on("RENAME", (id, from, to) =>
    answering(id, async () => {
      if (drops()) return;
      await rename(at(from), at(to));
      ok(id);
    }),
  );
}

const attributes = (size: number, mtimeMs: number, mode: number): Attributes => {
  const time = Math.floor(mtimeMs / 1_000);
  return { size, mode, uid: 0, gid: 0, atime: time, mtime: time };
};

async function attrsOf(path: string): Promise<Attributes> {
  const { size, mtimeMs, mode } = await stat(path);
  return attributes(size, mtimeMs, mode);
}
