// Files that go with e-mails: given with a message, fetched from an address, or uploaded before and named by their id.
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { change, type Asked, type Operation, type Working } from "../operation.ts";
import { HttpProblem } from "../problems.ts";
import { Words } from "../wire.ts";
import {
  faultOfFile,
  fileName,
  fileSizes,
  keepFile,
  MOST_BYTES,
  MOST_FILES,
  MOST_MESSAGE_BYTES,
} from "#messages/attachments.ts";
import { fetchFile, type Fetched } from "#webhooks/fetch-file.ts";

/** Base64 of the largest file, with room for line breaks. */
const MOST_BASE64 = Math.ceil((MOST_BYTES * 4) / 3) + 200_000;
/** JSON around the files of one message. */
export const BODY_WITH_FILES = Math.ceil((MOST_MESSAGE_BYTES * 4) / 3) + 1_048_576;
/** Of one request. */
const MOST_URLS = 20;
const AT_ONCE = 4;

const Content = z
  .string()
  .min(1, { error: "is empty" })
  .max(MOST_BASE64, {
    error: `is larger than ${MOST_BYTES / 1_048_576} MB`,
  });
const Address = z
  .string()
  .max(2_000)
  .regex(/^https?:\/\/\S+$/, { error: "is no address that begins with https://" });

const ByContent = z.strictObject({ name: Words(200), content_base64: Content });
const ByAddress = z.strictObject({ name: Words(200), url: Address });
const ById = z.strictObject({ id: z.uuid() });

/** One file in a message. */
export const FilesIn = z
  .array(z.union([ById, ByContent, ByAddress]))
  .min(1)
  .max(MOST_FILES);
type FileIn = z.output<typeof FilesIn>[number];

type Fault = { readonly field: string; readonly message: string };

function refuse({ field, message }: Fault): never {
  throw new HttpProblem(422, `${field} ${message}`, [{ in: "body", field, message }]);
}

const fetched = new WeakMap<FastifyRequest, ReadonlyMap<string, Fetched>>();

/** What the request names by an address is fetched before its transaction begins, so that no connection waits meanwhile. */
export function fetchingFirst(
  operation: Operation,
  filesIn: (body: unknown) => readonly (readonly FileIn[] | undefined)[],
): Operation {
  return {
    ...operation,
    handle: async (asked, once) => {
      const urls = filesIn(asked.request.body).flatMap((files) =>
        (files ?? []).flatMap((file) => ("url" in file ? [file.url] : [])),
      );
      if (urls.length > 0) fetched.set(asked.request, await fetchAll(asked, [...new Set(urls)]));
      return await operation.handle(asked, once);
    },
  };
}

async function fetchAll({ deps }: Asked, urls: readonly string[]) {
  const files = new Map<string, Fetched>();
  const left = urls.slice(0, MOST_URLS);
  const fetchNext = async (): Promise<void> => {
    for (let url = left.shift(); url !== undefined; url = left.shift()) {
      files.set(url, await fetchFile(deps.callbacks.reach, url, MOST_BYTES));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext));
  return files;
}

/** Keeps what came with the request; ids of the files in order. `field`: where they stand in the body. */
export async function filesFor(
  { tx, clientId, now, actor, request }: Working,
  files: readonly FileIn[],
  field: string,
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [index, file] of files.entries()) {
    const at = `${field}.${index}`;
    if ("id" in file) {
      ids.push(file.id);
      continue;
    }
    const bytes = "url" in file ? fetchedOf(request, file.url, at) : decoded(file, at);
    const fault = faultOfFile({ bytes });
    if (fault !== undefined) {
      refuse({ field: `${at}.${"url" in file ? "url" : "content_base64"}`, message: fault });
    }
    ids.push(await keepFile(tx, clientId, { name: file.name, bytes }, { now, actor }));
  }
  const sizes = await fileSizes(tx, clientId, ids);
  const unknown = ids.findIndex((id) => !sizes.has(id));
  if (unknown !== -1) refuse({ field: `${field}.${unknown}.id`, message: "is no file of yours" });
  const total = ids.reduce((sum, id) => sum + (sizes.get(id) ?? 0), 0);
  if (total > MOST_MESSAGE_BYTES) {
    refuse({ field, message: `are together larger than ${MOST_MESSAGE_BYTES / 1_048_576} MB` });
  }
  return ids;
}

function fetchedOf(request: FastifyRequest, url: string, at: string): Uint8Array {
  const found = fetched.get(request)?.get(url) ?? {
    refused: `is one of more than ${MOST_URLS} addresses`,
  };
  if ("bytes" in found) return found.bytes;
  return refuse({ field: `${at}.url`, message: found.refused });
}

function decoded({ content_base64: text }: z.output<typeof ByContent>, at: string): Uint8Array {
  const plain = text.replaceAll(/\s+/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(plain)) {
    refuse({ field: `${at}.content_base64`, message: "is no base64" });
  }
  return Buffer.from(plain, "base64");
}

/** A file by itself, for messages that name it by its id. */
export const addAttachment = fetchingFirst(
  change({
    needs: "messages:write",
    tag: "Messages",
    summary: "Upload a PDF that e-mails may carry; the same file is kept once",
    description:
      "As JSON, or as the file itself: Content-Type: application/pdf, and ?name=invoice.pdf. At most 5 MB.",
    query: z.object({ name: Words(200).optional() }),
    body: z.union([ByContent, ByAddress]),
    response: z.object({ id: z.uuid(), name: z.string() }),
    status: 201,
    bodyLimit: MOST_BASE64 + 10_000,
    example: { body: { name: "F-10482.pdf", content_base64: "JVBERi0xLjcKJSVFT0YK" } },
    work: async (working, { body }) => {
      const [id] = await filesFor(working, [body], "attachment");
      return { id: id!, name: fileName(body.name) };
    },
  }),
  (body) => [[body as FileIn]],
);

/** A PDF as it is reads like the JSON that would carry it. */
export function takePdf(api: FastifyInstance): void {
  api.addContentTypeParser(
    "application/pdf",
    { parseAs: "buffer", bodyLimit: MOST_BYTES },
    async (request: FastifyRequest, bytes: Buffer) => {
      const { name } = request.query as { name?: unknown };
      const given = typeof name === "string" && name !== "" ? name : "document.pdf";
      return await Promise.resolve({ name: given, content_base64: bytes.toString("base64") });
    },
  );
}
