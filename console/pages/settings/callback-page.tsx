// One endpoint: how it stands, what was sent to it and what it answered, and sending it again.
import { Button, Code, Group, Modal, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Figure, Moment } from "../../ui/figures.tsx";
import { useAddress, useGo, useParam } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows, type Column } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { EndpointForm, EndpointState, type Endpoint } from "./callbacks-page.tsx";
import { words } from "./callbacks-words.ts";
import { Delivery, type Line } from "./delivery.tsx";
import { Settings } from "./frame.tsx";
import { Part, Secret, State, useAct } from "./parts.tsx";
import { Replay } from "./replay.tsx";
import styles from "./settings.module.css";
import { words as shared } from "./words.ts";

const STATES = ["all", "pending", "delivered", "dead"] as const;
export const TONES = { pending: "warn", delivered: "good", dead: "bad" } as const;

/** /settings/callbacks/ID */
export function CallbackPage() {
  const s = useWords(shared);
  const id = useParam("id");
  const params = { path: { endpoint_id: id } };
  const { data, error, refetch } = useApi().useQuery(
    "get",
    "/v1/webhooks/{endpoint_id}",
    { params },
    LIVE,
  );
  return (
    <Settings
      section="callbacks"
      title={data?.description || data?.url || s.sections.callbacks}
      trail={[{ to: "settings/callbacks", title: s.sections.callbacks }]}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && <Standing endpoint={data} />}
      {data && <Log id={id} />}
    </Settings>
  );
}

function Standing({ endpoint }: { readonly endpoint: Endpoint }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { number, moment } = useFormat();
  const { dunlin } = useConnection();
  const may = useMay()("webhooks:write");
  const confirm = useConfirm();
  const go = useGo();
  const { act, busy } = useAct();
  const [editing, setEditing] = useState(false);
  const [made, setMade] = useState<{ readonly secret: string; readonly old_good_until: string }>();
  const params = { path: { endpoint_id: endpoint.endpoint_id } };
  const turn = () =>
    void act(async () =>
      endpoint.enabled
        ? await done(dunlin.POST("/v1/webhooks/{endpoint_id}/disable", { params }))
        : await done(
            dunlin.POST("/v1/webhooks/{endpoint_id}/enable", { params, body: { skip: false } }),
          ),
    );
  const test = () =>
    void act(
      async () => await done(dunlin.POST("/v1/webhooks/{endpoint_id}/test", { params })),
      t.tested,
    );
  const rotate = async () => {
    if (!(await confirm({ title: t.rotate, effect: t.rotateEffect, action: t.rotate }))) return;
    const body = { keep_old_hours: 24 };
    await act(async () => {
      setMade(await done(dunlin.POST("/v1/webhooks/{endpoint_id}/rotate", { params, body })));
    });
  };
  const remove = async () => {
    const question = { title: t.remove, effect: t.removeEffect, action: t.remove, danger: true };
    if (!(await confirm(question))) return;
    const ok = await act(
      async () => await done(dunlin.DELETE("/v1/webhooks/{endpoint_id}", { params })),
      s.removed,
    );
    if (ok) go("settings/callbacks");
  };
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <EndpointState endpoint={endpoint} />
        <Code>{endpoint.url}</Code>
      </Group>
      <Text size="sm" c="dimmed">
        {endpoint.kinds.includes("*") ? t.allKinds : endpoint.kinds.join(", ")}
        {endpoint.ordered && ` · ${t.ordered}`}
      </Text>
      <div className={styles.figures}>
        <Figure
          label={t.waiting}
          value={number(endpoint.waiting)}
          to={`settings/callbacks/${endpoint.endpoint_id}`}
          search={{ state: "pending" }}
        />
        <Figure
          label={t.dead}
          value={number(endpoint.dead)}
          to={`settings/callbacks/${endpoint.endpoint_id}`}
          search={{ state: "dead" }}
        />
      </div>
      {may && (
        <Group gap="xs">
          <Button variant="default" onClick={() => setEditing(true)}>
            {s.edit}
          </Button>
          <Button variant="default" loading={busy} onClick={turn}>
            {endpoint.enabled ? t.disable : t.enable}
          </Button>
          {endpoint.enabled && (
            <Button variant="default" onClick={test}>
              {t.test}
            </Button>
          )}
          <Button variant="default" onClick={() => void rotate()}>
            {t.rotate}
          </Button>
          <Button variant="default" onClick={() => void remove()}>
            {t.remove}
          </Button>
        </Group>
      )}
      {editing && <EndpointForm endpoint={endpoint} close={() => setEditing(false)} />}
      {made && (
        <Modal
          opened
          onClose={() => setMade(undefined)}
          title={t.secret}
          closeButtonProps={{ "aria-label": c.close }}
        >
          <Stack>
            <Secret label={t.secret} value={made.secret} />
            <Text size="sm" c="dimmed">
              {t.oldUntil(moment(made.old_good_until))} {s.onceOnly}
            </Text>
          </Stack>
        </Modal>
      )}
    </Stack>
  );
}

function Log({ id }: { readonly id: string }) {
  const t = useWords(words);
  const may = useMay()("webhooks:write");
  const [address, setAddress] = useAddress();
  const [opened, setOpened] = useState<Line>();
  const [replaying, setReplaying] = useState(false);
  const state = STATES.find((one) => one === address["state"]) ?? "all";
  const query = {
    endpoint_id: id,
    limit: 100,
    ...(state === "all" ? {} : { state }),
  };
  const log = useApi().useInfiniteQuery(
    "get",
    "/v1/webhooks/deliveries",
    { params: { query } },
    { ...PAGED, ...LIVE },
  );
  const { rows, more } = pagesOf(log, (page) => page.deliveries);
  const columns: readonly Column<Line>[] = [
    { id: "kind", head: t.event, width: "minmax(0, 1.4fr)", cell: ({ kind }) => kind },
    {
      id: "state",
      head: t.state,
      width: "110px",
      cell: (line) => <State tone={TONES[line.state]}>{t.states[line.state]}</State>,
    },
    {
      id: "status",
      head: t.status,
      wideOnly: true,
      cell: ({ status, error }) => status ?? error ?? "",
    },
    {
      id: "tries",
      head: t.tries,
      width: "64px",
      right: true,
      wideOnly: true,
      cell: ({ tries }) => tries,
    },
    {
      id: "next",
      head: t.next,
      width: "160px",
      wideOnly: true,
      cell: ({ next_at: at }) => at !== null && <Moment at={at} />,
    },
  ];
  return (
    <Part
      title={t.log}
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t.state}
            data={STATES.map((value) => ({
              value,
              label: value === "all" ? t.all : t.states[value],
            }))}
            value={state}
            onChange={(value) => setAddress({ state: value === "all" ? undefined : value })}
          />
          {may && (
            <Button variant="default" onClick={() => setReplaying(true)}>
              {t.replay}
            </Button>
          )}
        </>
      }
    >
      {log.error ? <Problem error={log.error} again={() => void log.refetch()} /> : null}
      {log.isPending ? (
        <Waiting />
      ) : (
        <Rows
          label={t.log}
          rows={rows}
          more={more}
          columns={columns}
          keyOf={(line) => line.event_id}
          onOpen={setOpened}
          empty={<Empty title={t.logEmpty} />}
        />
      )}
      {opened && <Delivery line={opened} close={() => setOpened(undefined)} />}
      {replaying && <Replay id={id} close={() => setReplaying(false)} />}
    </Part>
  );
}
