// Taking a book: drop it, see how it is read and what it will change, and only then let it.
import { Button, Group, Loader, Stack, Switch, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useConnection } from "../../api/api.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { useAddress } from "../../ui/go.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { GuardWords, WillChange } from "./changes.tsx";
import { Drop, Part } from "./drop.tsx";
import { HowRead } from "./how-read.tsx";
import styles from "./import.module.css";
import {
  NO_CORRECTION,
  withField,
  withSuggestions,
  type Changes,
  type Correction,
  type Counts,
  type Reading,
  type Upload,
} from "./model.ts";
import { Applying, Outcome } from "./outcome.tsx";
import { PastImports } from "./past.tsx";
import { Problems } from "./problems.tsx";
import { ReadingTable } from "./reading-table.tsx";
import { applyFile, readFile, sendFile } from "./requests.ts";
import { words } from "./words.ts";

/** The files that are looked at stand in the address: a reload loses nothing. */
export function ImportPage() {
  const t = useWords(words);
  const told = useTold();
  const { dunlin } = useConnection();
  const [address, setAddress] = useAddress();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setBusy(true);
    setFailed(undefined);
    try {
      const sent = await Promise.all(
        files.slice(0, 2).map(async (file) => {
          const id = await sendFile(dunlin, file);
          return { id, kind: (await readFile(dunlin, id, null, undefined)).kind };
        }),
      );
      const [first, second] = sent.toSorted(
        (a, b) => Number(a.kind === "customers") - Number(b.kind === "customers"),
      );
      const pair = second?.kind === "customers" && first?.kind !== "customers";
      if (second && !pair) told.done(t.twoBooks);
      setAddress({ file: first?.id, customers: pair ? second.id : undefined, done: undefined });
    } catch (error) {
      setFailed(error);
    } finally {
      setBusy(false);
    }
  };
  const drop = (compact: boolean) => (
    <Drop compact={compact} busy={busy} onFiles={(files) => void take(files)} />
  );
  const { file, customers } = address;
  return (
    <Page title={t.title} actions={file === undefined ? undefined : drop(true)}>
      {failed !== undefined && <Problem error={failed} />}
      {file === undefined ? (
        <Stack gap="xl">
          {drop(false)}
          <PastImports />
        </Stack>
      ) : (
        <Looking
          key={`${file} ${customers}`}
          fileId={file}
          customersFileId={customers}
          onAgain={() => setAddress({ file: undefined, customers: undefined })}
        />
      )}
    </Page>
  );
}

/** One file as it is read now, and the correction that led to that. */
function useReading(fileId: string | undefined, kind: "customers" | "invoices" | undefined) {
  const { dunlin } = useConnection();
  const [correction, setCorrection, forget] = useDraft<Correction>(
    `import ${fileId}`,
    NO_CORRECTION,
  );
  const { mapping } = correction;
  const query = useQuery({
    queryKey: ["import reading", fileId, kind, mapping],
    queryFn: async () => await readFile(dunlin, fileId!, mapping, kind),
    enabled: fileId !== undefined,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  const { data } = query;
  useEffect(() => {
    const suggestion = mapping === null && data ? withSuggestions(data) : undefined;
    if (suggestion) setCorrection(suggestion);
  }, [data, mapping]);
  return { ...query, correction, setCorrection, forget };
}

function Looking({
  fileId,
  customersFileId,
  onAgain,
}: {
  readonly fileId: string;
  readonly customersFileId: string | undefined;
  readonly onAgain: () => void;
}) {
  const { dunlin, memory } = useConnection();
  const [full, setFull] = useState(false);
  const [upload, setUpload] = useState<Upload>();
  const [applying, setApplying] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const book = useReading(fileId, customersFileId === undefined ? undefined : "invoices");
  const people = useReading(customersFileId, "customers");
  const apply = async (yes: boolean) => {
    setApplying(true);
    setFailed(undefined);
    try {
      const asked = {
        fileId,
        customersFileId,
        mapping: book.correction.mapping,
        customersMapping: people.correction.mapping,
      };
      await applyFile(dunlin, { ...asked, full, dryRun: false, yes }, setUpload);
      book.forget();
      people.forget();
      void memory.invalidateQueries();
    } catch (error) {
      setFailed(error);
    } finally {
      setApplying(false);
    }
  };
  if (applying) return <Applying upload={upload} />;
  if (failed !== undefined) return <Problem error={failed} again={() => void apply(false)} />;
  if (upload) return <Outcome upload={upload} onAgain={onAgain} />;
  const error = book.error ?? people.error;
  if (error) {
    const again = () => void (book.error ? book.refetch() : people.refetch());
    return <Problem error={error} again={again} />;
  }
  return (
    <Stack gap="xl">
      <OneFile reading={book.data} {...book} />
      {customersFileId !== undefined && <OneFile reading={people.data} {...people} />}
      <Foreseen
        ready={isReady(book.data) && (customersFileId === undefined || isReady(people.data))}
        asked={{
          fileId,
          customersFileId,
          mapping: book.correction.mapping,
          customersMapping: people.correction.mapping,
          full,
        }}
        onFull={setFull}
        onApply={(yes) => void apply(yes)}
      />
    </Stack>
  );
}

const isReady = (reading: Reading | undefined): boolean =>
  reading !== undefined && reading.problem === null && reading.missing.length === 0;

function OneFile({
  reading,
  correction,
  setCorrection,
}: {
  readonly reading: Reading | undefined;
  readonly correction: Correction;
  readonly setCorrection: (next: Correction) => void;
}) {
  const t = useWords(words);
  if (!reading) return <Waiting lines={8} />;
  const title = `${reading.kind === "customers" ? t.customers : t.invoices}: ${t.readAs(t.lines(reading.rows.length))}`;
  return (
    <Part title={title}>
      <HowRead
        reading={reading}
        correction={correction}
        onMapping={(mapping) => setCorrection({ ...correction, mapping })}
      />
      <ReadingTable
        label={title}
        reading={reading}
        guessed={correction.guessed}
        onField={(index, field) => {
          const before = reading.columns[index]?.field;
          const guessed = correction.guessed.filter((one) => one !== field && one !== before);
          setCorrection({ mapping: withField(reading, index, field), guessed });
        }}
      />
    </Part>
  );
}

type Asked = Omit<Parameters<typeof applyFile>[1], "dryRun" | "yes">;

function Foreseen({
  ready,
  asked,
  onFull,
  onApply,
}: {
  readonly ready: boolean;
  readonly asked: Asked;
  readonly onFull: (full: boolean) => void;
  readonly onApply: (yes: boolean) => void;
}) {
  const t = useWords(words);
  const { dunlin } = useConnection();
  const confirm = useConfirm();
  const [lines, setLines] = useState(0);
  const dry = useQuery({
    queryKey: ["import check", asked],
    queryFn: async ({ signal }) =>
      await applyFile(
        dunlin,
        { ...asked, dryRun: true, yes: false },
        (upload) => setLines(upload.lines),
        signal,
      ),
    enabled: ready,
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  if (!ready) return null;
  if (dry.error) return <Problem error={dry.error} again={() => void dry.refetch()} />;
  const checked = dry.data;
  const isStale = dry.isPlaceholderData || dry.isFetching;
  const changes = (checked?.changes ?? null) as Changes | null;
  const counts = checked?.result as Counts | null;
  const ask = async () => {
    if (!changes || changes.guard === null) return onApply(false);
    const effect = <GuardWords changes={changes} absent={counts?.absent ?? 0} />;
    const question = { title: t.guard, effect, action: t.applyAnyway, danger: true };
    if (await confirm(question)) onApply(true);
  };
  return (
    <>
      {checked?.state === "refused" || checked?.state === "failed" ? (
        <Outcome upload={checked} onAgain={() => void dry.refetch()} />
      ) : checked && changes && counts ? (
        <>
          <Problems uploadId={checked.upload_id} />
          <WillChange counts={counts} changes={changes} />
        </>
      ) : (
        <Waiting lines={4} />
      )}
      <div className={styles.bar}>
        <Switch
          checked={asked.full}
          label={t.wholeBook}
          description={t.wholeBookHelp}
          onChange={({ currentTarget }) => onFull(currentTarget.checked)}
        />
        <Group gap="sm">
          {isStale && (
            <Group gap={6}>
              <Loader size={14} aria-hidden />
              <Text size="sm" c="dimmed" role="status">
                {t.checking(lines)}
              </Text>
            </Group>
          )}
          <Button
            disabled={isStale || !changes || !counts}
            {...(changes?.guard && { color: "red.9" })}
            onClick={() => void ask()}
          >
            {t.apply(counts?.lines ?? 0)}
          </Button>
        </Group>
      </div>
    </>
  );
}
