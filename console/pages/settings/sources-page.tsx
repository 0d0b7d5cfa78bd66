// Systems from which books are fetched, and how each stands.
import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Ago, Moment } from "../../ui/figures.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Part, State, useAct } from "./parts.tsx";
import styles from "./settings.module.css";
import { words as shared } from "./words.ts";

type Source = {
  readonly name: string;
  readonly kind: string;
  readonly last_run_at: string | null;
  readonly advanced_at: string;
  readonly next_at: string;
  readonly stale_at: string | null;
  readonly failures: number;
  readonly last_error: string | null;
};

/** /settings/sources */
export function SourcesPage() {
  const t = useWords(words);
  const may = useMay()("sources:write");
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useApi().useQuery("get", "/v1/sources", {}, LIVE);
  return (
    <Settings
      section="sources"
      actions={may && <Button onClick={() => setAdding(true)}>{t.addSource}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data?.sources.length === 0 && <Empty title={t.noSources} help={t.noSourcesHelp} />}
      {data?.sources.map((source) => (
        <One key={source.name} source={source} may={may} />
      ))}
      {data && data.sources.length > 0 && <Runs />}
      {adding && <Add close={() => setAdding(false)} />}
    </Settings>
  );
}

function One({ source, may }: { readonly source: Source; readonly may: boolean }) {
  const t = useWords(words);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const confirm = useConfirm();
  const { act, busy } = useAct();
  const params = { path: { name: source.name } };
  const run = () =>
    void act(async () => await done(dunlin.POST("/v1/sources/{name}/run", { params })), t.running);
  const remove = async () => {
    const question = { title: s.remove, effect: t.removeSource, action: s.remove, danger: true };
    if (!(await confirm(question))) return;
    await act(async () => await done(dunlin.DELETE("/v1/sources/{name}", { params })), s.removed);
  };
  const state =
    source.stale_at !== null
      ? (["bad", t.stale] as const)
      : source.failures > 0
        ? (["warn", t.failing] as const)
        : (["good", t.well] as const);
  return (
    <Part
      title={source.name}
      actions={
        <>
          <State tone={state[0]}>{state[1]}</State>
          {may && (
            <>
              <Button variant="default" loading={busy} onClick={run}>
                {t.runNow}
              </Button>
              <Button
                variant="default"
                aria-label={`${s.remove}: ${source.name}`}
                onClick={() => void remove()}
              >
                {s.remove}
              </Button>
            </>
          )}
        </>
      }
    >
      <Text size="sm" c="dimmed">
        {source.kind} · {t.asOf} <Ago at={source.advanced_at} /> · {t.lastRun}{" "}
        {source.last_run_at === null ? s.never : <Ago at={source.last_run_at} />} · {t.nextRun}{" "}
        <Moment at={source.next_at} />
      </Text>
      {source.last_error !== null && (
        <Text size="sm" className={styles.bad}>
          {source.last_error}
        </Text>
      )}
    </Part>
  );
}

type Run = {
  readonly run_id: string;
  readonly name: string;
  readonly started_at: string;
  readonly state: "applied" | "nothing_new" | "failed";
  readonly records: number;
  readonly rejected: number;
  readonly error: string | null;
};
const TONES = { applied: "good", nothing_new: "quiet", failed: "bad" } as const;

function Runs() {
  const t = useWords(words);
  const s = useWords(shared);
  const { number } = useFormat();
  const { data } = useApi().useQuery("get", "/v1/sources/runs", {}, LIVE);
  if (!data) return <Waiting lines={3} />;
  const columns: readonly Column<Run>[] = [
    { id: "when", head: t.when, width: "170px", cell: (run) => <Moment at={run.started_at} /> },
    { id: "name", head: s.name, wideOnly: true, cell: ({ name }) => name },
    {
      id: "state",
      head: s.state,
      width: "120px",
      cell: ({ state, error }) => (
        <span title={error ?? ""}>
          <State tone={TONES[state]}>{t.runStates[state]}</State>
        </span>
      ),
    },
    {
      id: "records",
      head: t.records,
      width: "90px",
      right: true,
      wideOnly: true,
      cell: ({ records }) => number(records),
    },
    {
      id: "rejected",
      head: t.rejected,
      width: "90px",
      right: true,
      wideOnly: true,
      cell: ({ rejected }) => number(rejected),
    },
  ];
  return (
    <Part title={t.runs}>
      <Rows
        label={t.runs}
        rows={data.runs}
        columns={columns}
        keyOf={(run) => run.run_id}
        empty={<Empty title={t.noRuns} />}
      />
    </Part>
  );
}

const EXAMPLE = `{
  "name": "billing",
  "kind": "json",
  "every": "1 hour",
  "settings": {
    "auth": { "kind": "bearer", "token": "…" },
    "lists": [
      {
        "of": "documents",
        "url": "https://billing.example.com/v1/invoices",
        "each": "data",
        "fields": {
          "id": "id",
          "number": "number",
          "customer": "customer.id",
          "due_on": "due_date",
          "amount": "total",
          "open": "balance"
        }
      }
    ]
  }
}
`;

function parsed(text: string): { readonly name: string; readonly kind: string } | undefined {
  try {
    return JSON.parse(text) as { name: string; kind: string };
  } catch {
    return undefined;
  }
}

function Add({ close }: { readonly close: () => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy } = useAct();
  const [text, setText, forget] = useDraft("source", EXAMPLE);
  const [bad, setBad] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = parsed(text);
    setBad(body === undefined);
    if (!body) return;
    if (!(await act(async () => await done(dunlin.POST("/v1/sources", { body })), s.saved))) return;
    forget();
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.addSource}
      size="xl"
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Textarea
            label={t.sourceJson}
            description={t.sourceHelp}
            autosize
            minRows={10}
            maxRows={24}
            spellCheck={false}
            data-autofocus
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            value={text}
            error={bad && t.badJson}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {c.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
