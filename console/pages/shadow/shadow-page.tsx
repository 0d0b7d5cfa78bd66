// Beside another system: what Dunlin would have sent, what the other one sent, and why they differ.
import {
  Alert,
  Badge,
  Button,
  FileButton,
  Group,
  Paper,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useState } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Day, Figure } from "../../ui/figures.tsx";
import { useAddress } from "../../ui/go.tsx";
import { WarnIcon } from "../../ui/icons.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, Rows, pagesOf, type More } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { Why } from "../../ui/why.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import { readContacts } from "./read-file.ts";
import { words } from "./words.ts";

type Report = paths["/v1/shadow/report"]["get"]["responses"]["200"]["content"]["application/json"];
type Line = Report["lines"][number];
type Kind = Line["kind"];

const KINDS: readonly Kind[] = ["both", "other_day", "other_channel", "only_we", "only_they"];
const SET = 5_000;

/** The mode, the import and the report. */
export function ShadowPage() {
  const t = useWords(words);
  return (
    <Page title={t.title} actions={<Mode />}>
      <Text size="sm" c="dimmed">
        {t.help}
      </Text>
      <ImportContacts />
      <ReportOf />
    </Page>
  );
}

/** How it is, and the way in or out. */
function Mode() {
  const t = useWords(words);
  const may = useMay()("client:write");
  const confirm = useConfirm();
  const told = useTold();
  const { memory } = useConnection();
  const { moment } = useFormat();
  const api = useApi();
  const mode = api.useQuery("get", "/v1/shadow", {}, LIVE);
  const turn = api.useMutation("post", "/v1/shadow");
  if (!mode.data) return null;
  const { since } = mode.data;
  const on = since !== null;
  const change = async () => {
    const question = on
      ? { title: t.offTitle, effect: t.offEffect, action: t.turnOff, danger: true }
      : { title: t.onTitle, effect: t.onEffect, action: t.turnOn };
    if (!(await confirm(question))) return;
    await turn
      .mutateAsync({ body: { on: !on } })
      .then(() => told.done(on ? t.isOff : t.isOn))
      .catch(told.problem);
    void memory.invalidateQueries();
  };
  return (
    <>
      <Badge tt="none" fw={500} variant={on ? "light" : "default"}>
        {on ? t.on(moment(since)) : t.off}
      </Badge>
      {may && (
        <Button variant="default" loading={turn.isPending} onClick={() => void change()}>
          {on ? t.turnOff : t.turnOn}
        </Button>
      )}
    </>
  );
}

function ImportContacts() {
  const t = useWords(words);
  const may = useMay()("imports:write");
  const told = useTold();
  const { memory } = useConnection();
  const { number } = useFormat();
  const send = useApi().useMutation("post", "/v1/shadow/contacts");
  const [problem, setProblem] = useState<string>();
  if (!may) return null;
  const take = async (file: File | null) => {
    if (!file) return;
    const read = readContacts(await file.text(), t);
    setProblem("problem" in read ? read.problem : undefined);
    if ("problem" in read) return;
    let [added, known] = [0, 0];
    try {
      for (let at = 0; at < read.contacts.length; at += SET) {
        const contacts = read.contacts.slice(at, at + SET);
        const done = await send.mutateAsync({ body: { contacts } });
        added += done.added;
        known += done.known;
      }
      told.done(t.imported(number(added), number(known)));
    } catch (error) {
      told.problem(error);
    }
    void memory.invalidateQueries();
  };
  return (
    <Paper withBorder p="md" component="section" aria-label={t.importFile}>
      <Group justify="space-between">
        <div>
          <Title order={2}>{t.importFile}</Title>
          <Text size="sm" c="dimmed">
            {t.importHelp}
          </Text>
        </div>
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              {t.choose}
            </Button>
          )}
        </FileButton>
      </Group>
      {problem !== undefined && (
        <Alert
          mt="sm"
          color="red"
          variant="light"
          icon={<WarnIcon />}
          role="alert"
          title={problem}
        />
      )}
    </Paper>
  );
}

function ReportOf() {
  const t = useWords(words);
  const [address, setAddress] = useAddress();
  const { from, to } = address;
  const kind = KINDS.find((one) => one === address["kind"]);
  const query = { ...(from && { from }), ...(to && { to }), ...(kind && { kind }), limit: 100 };
  const asked = useApi().useInfiniteQuery(
    "get",
    "/v1/shadow/report",
    { params: { query } },
    { ...PAGED, ...LIVE },
  );
  if (asked.error) return <Problem error={asked.error} again={() => void asked.refetch()} />;
  const [first] = asked.data?.pages ?? [];
  const { rows, more } = pagesOf(asked, (page) => page.lines);
  return (
    <Stack component="section" aria-label={t.title}>
      <Group align="flex-end">
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t[end]}
            value={address[end] ?? first?.[end] ?? ""}
            onChange={(event) => setAddress({ [end]: event.currentTarget.value || undefined })}
          />
        ))}
        <Select
          label={t.show}
          w={220}
          allowDeselect={false}
          value={kind ?? ""}
          data={[
            { value: "", label: t.all },
            ...KINDS.map((one) => ({ value: one, label: t.kinds[one] })),
          ]}
          onChange={(value) => setAddress({ kind: value ?? undefined })}
        />
      </Group>
      {!first ? <Waiting lines={8} /> : <Counted report={first} />}
      {first && <LinesOf rows={rows} more={more} />}
    </Stack>
  );
}

function Counted({ report }: { readonly report: Report }) {
  const t = useWords(words);
  const code = useCodes();
  const { number } = useFormat();
  const { counts, reasons, from, to } = report;
  const why = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <Group gap="xl">
        {KINDS.map((kind) => (
          <Figure
            key={kind}
            label={t.kinds[kind]}
            value={number(counts[kind])}
            to="shadow"
            search={{ from, to, kind }}
          />
        ))}
      </Group>
      <Text size="sm" c="dimmed">
        {t.customers(report.customers)}
        {report.unknown_customers > 0 && `, ${t.unknown(report.unknown_customers)}`}
      </Text>
      {why.length > 0 && (
        <Text size="sm">
          {t.reasons}:{" "}
          {why.map(([reason, n]) => `${code("reason", reason)} (${number(n)})`).join(", ")}
        </Text>
      )}
    </>
  );
}

function Sides({ day, how }: { readonly day: string; readonly how: string }) {
  return (
    <>
      <Day date={day} /> {how}
    </>
  );
}

function LinesOf({ rows, more }: { readonly rows: readonly Line[]; readonly more: More }) {
  const t = useWords(words);
  const code = useCodes();
  return (
    <Rows
      label={t.title}
      rows={rows}
      more={more}
      keyOf={(one) =>
        `${one.customer} ${one.kind} ${one.ours?.day} ${one.ours?.step} ${one.theirs?.day} ${one.theirs?.kind} ${one.ours?.channel} ${one.theirs?.channel}`
      }
      to={({ customer }) => `customers/${encodeURIComponent(customer)}`}
      empty={<Empty title={t.nothing} help={t.nothingHelp} />}
      columns={[
        { id: "customer", head: t.customer, cell: ({ customer }) => customer },
        {
          id: "what",
          head: t.what,
          width: "160px",
          wideOnly: true,
          cell: ({ kind }) => (
            <Badge tt="none" fw={500} variant="default">
              {t.kinds[kind]}
            </Badge>
          ),
        },
        {
          id: "ours",
          head: t.ours,
          width: "minmax(0, 1.5fr)",
          cell: ({ ours, reason }) =>
            ours ? (
              <Sides day={ours.day} how={`${code("channel", ours.channel)}, ${ours.step}`} />
            ) : (
              <Text span inherit c="dimmed">
                {code("reason", reason)}
              </Text>
            ),
        },
        {
          id: "theirs",
          head: t.theirs,
          width: "minmax(0, 1.5fr)",
          cell: ({ theirs }) =>
            theirs && (
              <Sides
                day={theirs.day}
                how={[code("channel", theirs.channel), theirs.kind]
                  .filter((one) => one !== "")
                  .join(", ")}
              />
            ),
        },
        {
          id: "why",
          head: t.whyHead,
          width: "84px",
          wideOnly: true,
          cell: ({ customer }) => <Why customer={customer} />,
        },
      ]}
    />
  );
}
