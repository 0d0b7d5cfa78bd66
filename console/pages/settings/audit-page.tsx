// Who did what to which record, from where, before and after.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { useApi } from "../../api/api.ts";
import { Moment } from "../../ui/figures.tsx";
import { useAddress } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { pagesOf, Rows, type Column } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Raw } from "./parts.tsx";

type Line = {
  readonly seq: string;
  readonly at: string;
  readonly actor: string;
  readonly ip: string | null;
  readonly action: string;
  readonly record_kind: string;
  readonly record_id: string | null;
  readonly asked?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
};

const PAGED = {
  pageParamName: "before",
  // Not undefined, for which the library puts 0; null is left out of the address.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { readonly next: string | null }) => page.next ?? undefined,
};

/** /settings/audit */
export function AuditPage() {
  const t = useWords(words);
  const [{ actor, kind }, setAddress] = useAddress();
  const [opened, setOpened] = useState<Line>();
  const query = {
    newest: "true" as const,
    limit: 100,
    ...(actor && { actor }),
    ...(kind && { kind }),
  };
  const log = useApi().useInfiniteQuery("get", "/v1/audit", { params: { query } }, PAGED);
  const { rows, more } = pagesOf(log, (page) => page.audit);
  const columns: readonly Column<Line>[] = [
    { id: "when", head: t.when, width: "170px", cell: ({ at }) => <Moment at={at} /> },
    { id: "actor", head: t.actor, cell: (line) => line.actor },
    { id: "what", head: t.what, width: "minmax(0, 1.4fr)", cell: ({ action }) => action },
    { id: "record", head: t.record, width: "110px", wideOnly: true, cell: (l) => l.record_kind },
    { id: "where", head: t.where, width: "120px", wideOnly: true, cell: ({ ip }) => ip ?? "" },
  ];
  return (
    <Settings section="audit">
      <div>
        <Filter
          key={`${actor} ${kind}`}
          given={{ actor: actor ?? "", kind: kind ?? "" }}
          set={(wanted) =>
            setAddress({ actor: wanted.actor || undefined, kind: wanted.kind || undefined })
          }
        />
        {log.error ? <Problem error={log.error} again={() => void log.refetch()} /> : null}
        {log.isPending && <Waiting />}
        {log.data && (
          <Rows
            label={t.record}
            rows={rows}
            more={more}
            columns={columns}
            keyOf={({ seq }) => seq}
            onOpen={setOpened}
            empty={<Empty title={t.noAudit} />}
          />
        )}
        {opened && <Entry line={opened} close={() => setOpened(undefined)} />}
      </div>
    </Settings>
  );
}

type Wanted = { readonly actor: string; readonly kind: string };

function Filter({ given, set }: { readonly given: Wanted; readonly set: (one: Wanted) => void }) {
  const t = useWords(words);
  const [typed, setTyped] = useState(given);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(typed);
  };
  return (
    <form onSubmit={submit} role="search">
      <Group align="flex-end" gap="xs" mb="md">
        <TextInput
          label={t.filterActor}
          value={typed.actor}
          onChange={(event) => {
            const actor = event.currentTarget.value;
            setTyped((before) => ({ ...before, actor }));
          }}
        />
        <TextInput
          label={t.filterKind}
          value={typed.kind}
          onChange={(event) => {
            const kind = event.currentTarget.value;
            setTyped((before) => ({ ...before, kind }));
          }}
        />
        <Button type="submit" size="sm" variant="default">
          {t.filter}
        </Button>
        {(given.actor !== "" || given.kind !== "") && (
          <Button size="sm" variant="subtle" onClick={() => set({ actor: "", kind: "" })}>
            {t.clear}
          </Button>
        )}
      </Group>
    </form>
  );
}

function Entry({ line, close }: { readonly line: Line; readonly close: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const parts = [
    [t.asked, line.asked],
    [t.before, line.before],
    [t.after, line.after],
  ] as const;
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={line.action}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <Stack gap="sm">
        <Text size="sm">
          <Moment at={line.at} /> · {line.actor} {line.ip !== null && `· ${line.ip}`}
        </Text>
        <Text size="sm" c="dimmed" ff="monospace">
          {line.record_kind} {line.record_id}
        </Text>
        {parts.map(
          ([label, value]) =>
            value !== null &&
            value !== undefined && (
              <div key={label}>
                <Text size="sm" fw={500}>
                  {label}
                </Text>
                <Raw label={label} value={value} />
              </div>
            ),
        )}
        <Text size="xs" c="dimmed">
          {t.digests}
        </Text>
      </Stack>
    </Modal>
  );
}
