import { z } from "zod";
import { change, query } from "../operation.ts";
import { HttpProblem, refusedAs } from "../problems.ts";
import { InstantOnWire, Limit, snakeKeys, Words } from "../wire.ts";
import { definitionOf } from "#sources/definition.ts";
import {
  listRuns,
  listSources,
  removeSource,
  runSoon,
  setSource,
  type StoredSource,
} from "#sources/store.ts";

const Source = z.object({
  source_id: z.uuid(),
  name: z.string(),
  kind: z.string(),
  /** Secrets are masked. */
  settings: z.looseObject({}),
  schedule: z.looseObject({}),
  enabled: z.boolean(),
  last_run_at: InstantOnWire.nullable(),
  /** The books of this source are of this instant. */
  advanced_at: InstantOnWire,
  full_at: InstantOnWire.nullable(),
  next_at: InstantOnWire,
  /** Missed since then. */
  stale_at: InstantOnWire.nullable(),
  failures: z.int(),
  last_error: z.string().nullable(),
  /** What is written back there: payments, promises, notes. */
  write_back: z.array(z.string()),
});

const shown = ({ clientId: _clientId, writeBack, ...source }: StoredSource) => ({
  ...snakeKeys(source),
  write_back: [...writeBack],
});
const Named = z.object({ name: Words(63) });

/** Sources with how they stand. */
export const sources = query({
  needs: "sources:read",
  tag: "Sources",
  summary: "Systems from which books are fetched, and how each stands",
  response: z.object({ sources: z.array(Source) }),
  example: {},
  work: async ({ tx, clientId }) => ({ sources: (await listSources(tx, clientId)).map(shown) }),
});

/** Sets a source up. A folder of the server's own machine is the operator's to give. */
export const putSource = change({
  needs: "sources:write",
  tag: "Sources",
  summary: "Set up a source, or change the one of that name",
  description:
    "The body is what a source's file says, as JSON. Folders of the server's machine are set on its command line only.",
  body: z.looseObject({ name: Words(63), kind: z.string().max(40) }),
  response: Source,
  example: {
    body: {
      name: "billing",
      kind: "json",
      every: "1 hour",
      settings: {
        auth: { kind: "bearer", token: "a-token" },
        lists: [
          {
            of: "documents",
            url: "https://billing.example.com/v1/invoices",
            each: "data",
            fields: {
              id: "id",
              number: "number",
              customer: "customer.id",
              due_on: "due_date",
              amount: "total",
              open: "balance",
            },
          },
        ],
      },
    },
  },
  work: async ({ tx, clientId, deps, actor, now }, { body }) => {
    if (body.kind === "folder") {
      throw new HttpProblem(
        422,
        "a folder is set up on the server's command line: source set FILE",
      );
    }
    const { checkSource } = deps;
    if (!checkSource) throw new HttpProblem(422, "no source can be set up here");
    const read = async () => await Promise.resolve(definitionOf(body, checkSource));
    const definition = await refusedAs(422, read());
    const by = { actor, now };
    return shown(
      await refusedAs(422, setSource(tx, clientId, definition, deps.callbacks.sealKey, by)),
    );
  },
});

/** Asks for a run now. */
export const runNow = change({
  needs: "sources:write",
  tag: "Sources",
  summary: "Have a source run now; its next run in the list tells what came of it",
  params: Named,
  response: Source,
  status: 202,
  example: { params: { name: "billing" } },
  work: async ({ tx, clientId, now }, { params: { name } }) =>
    shown(await refusedAs(404, runSoon(tx, clientId, name, now))),
});

/** Ends a source. */
export const endSource = change({
  needs: "sources:write",
  tag: "Sources",
  summary: "Remove a source; what it brought stays",
  params: Named,
  response: z.object({ removed: z.string() }),
  example: { params: { name: "billing" } },
  work: async ({ tx, clientId, actor, now }, { params: { name } }) => {
    await refusedAs(404, removeSource(tx, clientId, name, { actor, now }));
    return { removed: name };
  },
});

const Run = z.object({
  run_id: z.uuid(),
  name: z.string(),
  started_at: InstantOnWire,
  ended_at: InstantOnWire,
  state: z.enum(["applied", "nothing_new", "failed"]),
  full_book: z.boolean(),
  pages: z.int(),
  records: z.int(),
  rejected: z.int(),
  batch_id: z.uuid().nullable(),
  error: z.string().nullable(),
  result: z.looseObject({}),
});

/** What the last runs did. */
export const sourceRuns = query({
  needs: "sources:read",
  tag: "Sources",
  summary: "What the last runs of the sources did, newest first",
  query: z.strictObject({ name: Words(63).exactOptional(), limit: Limit(500, 50) }),
  response: z.object({ runs: z.array(Run) }),
  example: {},
  work: async ({ tx, clientId }, { query: asked }) => ({
    runs: (await listRuns(tx, clientId, asked)).map(snakeKeys),
  }),
});
