// Files for the bank or bureau: dropped, and given back without what is stopped.
import { Alert, Button, Group, List, NativeSelect, Stack, Switch, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection, LIVE } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Ago } from "../../ui/figures.tsx";
import { WarnIcon } from "../../ui/icons.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import type { paths } from "../../../sdk/schema.ts";
import styles from "./debits.module.css";
import { words } from "./words.ts";

type Filtered =
  paths["/v1/debits/filtered"]["get"]["responses"]["200"]["content"]["application/json"]["files"][number];

const LAYOUTS = ["pain.008", "fixed-width-eft", "csv-with-trailer"] as const;

export function Files() {
  const t = useWords(words);
  const may = useMay();
  const found = useApi().useQuery("get", "/v1/debits/filtered", {}, LIVE);
  return (
    <section>
      <Text component="h2" fw={600} fz="lg" mb={4}>
        {t.files}
      </Text>
      <Stack gap="md">
        {may("debits:write") && <DropFile />}
        {found.error ? (
          <Problem error={found.error} again={() => void found.refetch()} />
        ) : found.data === undefined ? (
          <Waiting lines={2} />
        ) : (
          <FileList files={found.data.files} />
        )}
      </Stack>
    </section>
  );
}

function DropFile() {
  const t = useWords(words);
  const told = useTold();
  const { dunlin, memory } = useConnection();
  const input = useRef<HTMLInputElement>(null);
  const [layout, setLayout] = useState<(typeof LAYOUTS)[number]>("pain.008");
  const [markSent, setMarkSent] = useState(true);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const [warnings, setWarnings] = useState<readonly string[]>([]);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    setFailed(undefined);
    setWarnings([]);
    try {
      const filtered = await done(
        dunlin.POST("/v1/debits/filter", {
          params: {
            query: {
              name: file.name.slice(-200) || "debits",
              layout,
              mark_sent: String(markSent) as never,
            },
          },
          body: file as never,
          bodySerializer: (body: unknown) => body as never,
          headers: { "content-type": "application/octet-stream" },
        }),
      );
      setWarnings(filtered.warnings);
      told.done(filtered.has_output ? t.done(filtered.kept, filtered.removed) : t.nothingLeft);
      await memory.invalidateQueries();
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div
        className={`${styles.drop} ${over ? styles.over : ""}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files[0]);
        }}
      >
        <Text size="sm" w="100%">
          {t.filesHelp}
        </Text>
        <NativeSelect
          size="xs"
          label={t.layout}
          value={layout}
          data={LAYOUTS.map((value) => ({ value, label: t.layouts[value]! }))}
          onChange={({ currentTarget }) =>
            setLayout(currentTarget.value as (typeof LAYOUTS)[number])
          }
        />
        <Switch
          label={t.mark}
          checked={markSent}
          onChange={({ currentTarget }) => setMarkSent(currentTarget.checked)}
          mb={6}
        />
        <input
          ref={input}
          type="file"
          className={styles.hidden}
          aria-hidden
          tabIndex={-1}
          onChange={({ currentTarget }) => {
            void take(currentTarget.files?.[0]);
            currentTarget.value = "";
          }}
        />
        <Button loading={busy} onClick={() => input.current?.click()}>
          {t.choose}
        </Button>
      </div>
      {failed !== undefined && <Problem error={failed} />}
      {warnings.length > 0 && (
        <Alert color="orange" variant="light" icon={<WarnIcon />}>
          <List size="sm">
            {warnings.map((one) => (
              <List.Item key={one}>{one}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}

function FileList({ files }: { readonly files: readonly Filtered[] }) {
  const t = useWords(words);
  const { number } = useFormat();
  const may = useMay();
  const fetchPart = useFetch();
  return (
    <Rows
      label={t.files}
      rows={files}
      keyOf={(one) => one.filter_id}
      empty={
        <Text size="sm" c="dimmed">
          {t.noFiles}
        </Text>
      }
      columns={[
        { id: "file", head: t.file, width: "minmax(0, 1.5fr)", cell: ({ file }) => file },
        { id: "at", head: t.when, wideOnly: true, cell: (one) => <Ago at={one.created_at} /> },
        {
          id: "kept",
          head: t.kept,
          right: true,
          width: "80px",
          wideOnly: true,
          cell: ({ kept }) => number(kept),
        },
        {
          id: "removed",
          head: t.removed,
          right: true,
          width: "90px",
          wideOnly: true,
          cell: ({ removed }) => number(removed),
        },
        {
          id: "totals",
          head: t.totals,
          right: true,
          width: "minmax(110px, 1fr)",
          cell: (one) => `${one.sum_before} → ${one.sum_after}`,
        },
        {
          id: "fetch",
          head: t.actions,
          right: true,
          width: "112px",
          cell: (one) =>
            may("debits:write") && (
              <Group gap={2} justify="flex-end" wrap="nowrap">
                {one.has_output && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={t.fetchFileOf(one.file)}
                    onClick={() => void fetchPart(one.filter_id, "output")}
                  >
                    {t.fetchFile}
                  </Button>
                )}
                <Button
                  size="compact-xs"
                  variant="subtle"
                  aria-label={t.fetchReportOf(one.file)}
                  onClick={() => void fetchPart(one.filter_id, "report")}
                >
                  {t.fetchReport}
                </Button>
              </Group>
            ),
        },
      ]}
    />
  );
}

/** Gives the browser the file as it left, or the report. */
function useFetch(): (filterId: string, part: "output" | "report") => Promise<void> {
  const told = useTold();
  const { dunlin } = useConnection();
  return async (filterId, part) => {
    try {
      const { name, base64 } = await done(
        dunlin.GET("/v1/debits/filtered/{filter_id}/{part}", {
          params: { path: { filter_id: filterId, part } },
        }),
      );
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([bytes]));
      Object.assign(document.createElement("a"), { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    } catch (error) {
      told.problem(error);
    }
  };
}
