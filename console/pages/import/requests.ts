// What the page of imports asks the API for.
import { done, type Dunlin } from "../../../sdk/client.ts";
import type { Mapping, Reading, Upload } from "./model.ts";

/** Sends a file; it waits on the server for a day. Answers with its id. */
export async function sendFile(dunlin: Dunlin, file: File): Promise<string> {
  const sent = await done(
    dunlin.POST("/v1/imports/files", {
      params: { query: { name: file.name.slice(-200) || "book.csv" } },
      body: file as never,
      bodySerializer: (body: unknown) => body as never,
      headers: { "content-type": "application/octet-stream" },
    }),
  );
  return sent.file_id;
}

const ROWS_SHOWN = 8;

export async function readFile(
  dunlin: Dunlin,
  fileId: string,
  mapping: Mapping | null,
  kind: "customers" | "invoices" | undefined,
): Promise<Reading> {
  return await done(
    dunlin.POST("/v1/imports/files/{file_id}/read", {
      params: { path: { file_id: fileId } },
      body: { ...(mapping && { mapping }), ...(kind && { kind }), rows: ROWS_SHOWN },
    }),
  );
}

export type Applying = {
  readonly fileId: string;
  readonly mapping: Mapping | null;
  readonly customersFileId: string | undefined;
  readonly customersMapping: Mapping | null;
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly yes: boolean;
};

const ASK_MS = 300;

/** Applies it, or only looks; hears how far it is, and answers when it is done. */
export async function applyFile(
  dunlin: Dunlin,
  { fileId, mapping, customersFileId, customersMapping, full, dryRun, yes }: Applying,
  hear: (upload: Upload) => void,
  over?: AbortSignal,
): Promise<Upload> {
  let upload: Upload = await done(
    dunlin.POST("/v1/imports/files/{file_id}/apply", {
      params: { path: { file_id: fileId } },
      body: {
        ...(mapping && { mapping }),
        ...(customersFileId && { customers_file_id: customersFileId }),
        ...(customersMapping && { customers_mapping: customersMapping }),
        full,
        strict: false,
        dry_run: dryRun,
        yes,
        wait: false,
      },
    }),
  );
  hear(upload);
  while (upload.state === "applying" && over?.aborted !== true) {
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    upload = await done(
      dunlin.GET("/v1/imports/uploads/{upload_id}", {
        params: { path: { upload_id: upload.upload_id } },
      }),
    );
    hear(upload);
  }
  return upload;
}

/** All problems as a table, for a spreadsheet. */
export async function problemsAsCsv(dunlin: Dunlin, uploadId: string): Promise<string> {
  const answer = await dunlin.GET("/v1/imports/uploads/{upload_id}/problems", {
    params: { path: { upload_id: uploadId }, query: { limit: 10_000, format: "csv" } },
    parseAs: "text",
  });
  return answer.data as unknown as string;
}
