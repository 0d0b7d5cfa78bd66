// Endpoints: where the client's own systems are told what happens.
import { Button, Checkbox, Group, Modal, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { Ago } from "../../ui/figures.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { words } from "./callbacks-words.ts";
import { Settings } from "./frame.tsx";
import { Secret, State, useAct, type Tone } from "./parts.tsx";
import { words as shared } from "./words.ts";

export type Endpoint = {
  readonly endpoint_id: string;
  readonly url: string;
  readonly description: string;
  readonly kinds: readonly string[];
  readonly ordered: boolean;
  readonly enabled: boolean;
  readonly disabled_why: "person" | "failing" | "gone" | null;
  readonly failing_since: string | null;
  readonly delivered_at: string | null;
  readonly waiting: number;
  readonly dead: number;
};

/** The state of an endpoint in a word. */
export function EndpointState({ endpoint }: { readonly endpoint: Endpoint }) {
  const t = useWords(words);
  const tone: Tone = !endpoint.enabled
    ? endpoint.disabled_why === "person"
      ? "quiet"
      : "bad"
    : endpoint.failing_since === null
      ? "good"
      : "warn";
  const text = endpoint.enabled
    ? endpoint.failing_since === null
      ? t.enabled
      : t.failingSince
    : t.disabled[endpoint.disabled_why ?? "person"];
  return <State tone={tone}>{text}</State>;
}

/** /settings/callbacks */
export function CallbacksPage() {
  const t = useWords(words);
  const s = useWords(shared);
  const { number } = useFormat();
  const may = useMay()("webhooks:write");
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useApi().useQuery("get", "/v1/webhooks");
  const columns: readonly Column<Endpoint>[] = [
    {
      id: "url",
      head: t.url,
      width: "minmax(0, 2.4fr)",
      cell: ({ url, description }) => (
        <span title={url}>
          {description || url}{" "}
          {description && (
            <Text span size="xs" c="dimmed">
              {url}
            </Text>
          )}
        </span>
      ),
    },
    {
      id: "state",
      head: s.state,
      width: "minmax(96px, 1fr)",
      cell: (endpoint) => <EndpointState endpoint={endpoint} />,
    },
    {
      id: "waiting",
      head: t.waiting,
      width: "84px",
      right: true,
      wideOnly: true,
      cell: ({ waiting }) => number(waiting),
    },
    {
      id: "dead",
      head: t.dead,
      width: "84px",
      right: true,
      wideOnly: true,
      cell: ({ dead }) => number(dead),
    },
    {
      id: "delivered",
      head: t.delivered,
      width: "130px",
      wideOnly: true,
      cell: ({ delivered_at: at }) => (at === null ? s.never : <Ago at={at} />),
    },
  ];
  return (
    <Settings
      section="callbacks"
      actions={may && <Button onClick={() => setAdding(true)}>{t.add}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && (
        <div>
          <Rows
            label={s.sections.callbacks}
            rows={data.endpoints}
            columns={columns}
            keyOf={(one) => one.endpoint_id}
            to={(one) => `settings/callbacks/${one.endpoint_id}`}
            empty={<Empty title={t.none} help={t.noneHelp} />}
          />
        </div>
      )}
      {adding && <EndpointForm close={() => setAdding(false)} />}
    </Settings>
  );
}

/** The settings of an endpoint: of a new one, or of one that is there. */
export function EndpointForm({
  endpoint,
  close,
}: {
  readonly endpoint?: Endpoint;
  readonly close: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["url", "kinds"]);
  const kinds = useApi().useQuery("get", "/v1/webhooks/kinds");
  const [typed, setTyped, forget] = useDraft(`endpoint-${endpoint?.endpoint_id ?? "new"}`, {
    url: endpoint?.url ?? "",
    description: endpoint?.description ?? "",
    kinds: endpoint?.kinds.includes("*") ? [] : [...(endpoint?.kinds ?? [])],
    ordered: endpoint?.ordered ?? false,
  });
  const [secret, setSecret] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { ...typed, kinds: typed.kinds.length === 0 ? ["*"] : typed.kinds };
    const ok = await act(async () => {
      if (endpoint) {
        const params = { path: { endpoint_id: endpoint.endpoint_id } };
        await done(dunlin.PATCH("/v1/webhooks/{endpoint_id}", { params, body }));
      } else {
        setSecret((await done(dunlin.POST("/v1/webhooks", { body }))).secret);
      }
      forget();
    }, endpoint && s.saved);
    if (ok && endpoint) close();
  };
  const props = { opened: true, onClose: close, closeButtonProps: { "aria-label": c.close } };
  if (secret !== undefined) {
    return (
      <Modal {...props} title={t.secret}>
        <Stack>
          <Text size="sm">{t.secretHelp}</Text>
          <Secret label={t.secret} value={secret} />
          <Text size="sm" c="dimmed">
            {s.onceOnly}
          </Text>
        </Stack>
      </Modal>
    );
  }
  const families = [
    ...new Set((kinds.data?.kinds ?? []).map(({ kind }) => `${kind.split(".")[0]}.*`)),
  ];
  return (
    <Modal {...props} title={endpoint ? s.edit : t.add} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <TextInput
            label={t.url}
            type="url"
            required
            withAsterisk={false}
            data-autofocus
            placeholder="https://hooks.example.org/dunlin"
            value={typed.url}
            error={fault("url")}
            onChange={(event) => {
              const url = event.currentTarget.value;
              setTyped((before) => ({ ...before, url }));
            }}
          />
          <TextInput
            label={t.description}
            maxLength={500}
            value={typed.description}
            onChange={(event) => {
              const description = event.currentTarget.value;
              setTyped((before) => ({ ...before, description }));
            }}
          />
          <TagsInput
            label={t.kinds}
            description={t.kindsHelp}
            data={[...families, ...(kinds.data?.kinds ?? []).map(({ kind }) => kind)]}
            limit={50}
            value={typed.kinds}
            error={fault("kinds")}
            onChange={(chosen) => setTyped((before) => ({ ...before, kinds: chosen }))}
          />
          <Checkbox
            label={t.ordered}
            description={t.orderedHelp}
            checked={typed.ordered}
            onChange={(event) => {
              const ordered = event.currentTarget.checked;
              setTyped((before) => ({ ...before, ordered }));
            }}
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
