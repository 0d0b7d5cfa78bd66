// One conversation: what was said and noted, in order; what it was taken for; whose it is; the answer.
import { nowMs } from "../../api/clock.ts";
import { Button, Group, Menu, Text } from "@mantine/core";
import { useEffect, useMemo, useRef, useState } from "react";
import { done } from "../../../sdk/client.ts";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay, useSession } from "../../api/session.ts";
import { Go } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useActions } from "../../ui/shortcuts.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { Composer } from "./composer.tsx";
import styles from "./inbox.module.css";
import { Messages } from "./messages.tsx";
import { nameOf, newestOf, type Talk } from "./model.ts";
import { words } from "./words.ts";

/** Who else writes is looked for so often. */
const LOOK_MS = 3_000;

export const useTalk = (id: string) =>
  useApi().useQuery(
    "get",
    "/v1/conversations/{conversation_id}",
    { params: { path: { conversation_id: id } } },
    { ...LIVE, refetchInterval: LOOK_MS },
  );

export function Thread({
  id,
  after,
  back,
}: {
  readonly id: string;
  /** What happens when this one is done. */
  readonly after: () => void;
  readonly back: Readonly<Record<string, string>>;
}) {
  const t = useWords(words);
  const { data, error, refetch } = useTalk(id);
  const end = useRef<HTMLDivElement>(null);
  const count = data?.messages.length ?? 0;
  useEffect(() => {
    if (end.current) end.current.scrollTop = end.current.scrollHeight;
  }, [count]);
  useRead(id, data);
  return (
    <section className={styles.pane} aria-label={data?.name ?? data?.address ?? t.title}>
      <div className={styles.head}>
        <div>
          <Text hiddenFrom="sm" size="xs">
            <Go to="inbox" search={back}>
              {t.back}
            </Go>
          </Text>
          <Text component="h2" fw={600} size="sm">
            {data && data.customer !== null ? (
              <Go to={`customers/${encodeURIComponent(data.customer)}`} c="inherit">
                {data.name ?? data.customer}
              </Go>
            ) : (
              (data?.address ?? "")
            )}
          </Text>
        </div>
        {data && <Handling talk={data} after={after} />}
      </div>
      <div className={styles.scroll} ref={end} tabIndex={0} role="log" aria-label={t.list}>
        {error && <Problem error={error} again={() => void refetch()} />}
        {!data && !error && <Waiting lines={4} height={56} />}
        {data && <Messages talk={data} />}
      </div>
      {data && <Writing talk={data} />}
      {data && <Composer talk={data} />}
    </section>
  );
}

/** What is shown has been read. */
function useRead(id: string, talk: Talk | undefined): void {
  const may = useMay();
  const { dunlin, memory } = useConnection();
  const last = talk?.messages.findLast((one) => one.direction === "in" && !one.read)?.id;
  const allowed = may("conversations:write");
  useEffect(() => {
    if (last === undefined || !allowed || document.hidden) return;
    const init = { params: { path: { conversation_id: id } }, body: { last_seen_id: last } };
    void done(dunlin.POST("/v1/conversations/{conversation_id}/read", init)).then(
      async () =>
        await memory.invalidateQueries({ predicate: ({ meta }) => meta?.["live"] === true }),
      () => undefined,
    );
  }, [id, last, allowed]);
}

function Writing({ talk }: { readonly talk: Talk }) {
  const t = useWords(words);
  const { me } = useSession();
  const others = talk.writing.filter((who) => who !== me.actor).map(nameOf);
  if (others.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" px={16} py={4} role="status">
      {t.writing(others.join(", "))}
    </Text>
  );
}

function snoozes(): Readonly<Record<"hour" | "tomorrow" | "monday", Date>> {
  const now = new Date(nowMs());
  const at8 = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 8, 0, 0);
  return {
    hour: new Date(now.getTime() + 3_600_000),
    tomorrow: at8(1),
    monday: at8((8 - now.getDay()) % 7 || 7),
  };
}

function Handling({ talk, after }: { readonly talk: Talk; readonly after: () => void }) {
  const t = useWords(words);
  const may = useMay();
  const { moment } = useFormat();
  const told = useTold();
  const { dunlin, memory } = useConnection();
  const [menu, setMenu] = useState<"snooze" | "assign">();
  const [busy, setBusy] = useState(false);
  const params = { path: { conversation_id: talk.conversation_id } };
  const act = async (work: () => Promise<unknown>, said: string, undo?: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await work();
      const takeBack = async () => {
        await undo?.().catch(told.problem);
        await memory.invalidateQueries();
      };
      told.done(said, undo && (() => void takeBack()));
    } catch (error) {
      told.problem(error);
    }
    setBusy(false);
    await memory.invalidateQueries();
  };
  const reopen = async () =>
    await done(dunlin.POST("/v1/conversations/{conversation_id}/reopen", { params }));
  const close = async () => {
    const body = { last_seen_id: newestOf(talk) };
    await act(
      async () => {
        await done(dunlin.POST("/v1/conversations/{conversation_id}/close", { params, body }));
        after();
      },
      t.closed,
      reopen,
    );
  };
  const snooze = async (until: Date) =>
    await act(
      async () => {
        const body = { until: until.toISOString() };
        await done(dunlin.POST("/v1/conversations/{conversation_id}/snooze", { params, body }));
        after();
      },
      t.snoozed,
      reopen,
    );
  const give = async (user: string | null) =>
    await done(
      dunlin.POST("/v1/conversations/{conversation_id}/assign", { params, body: { user } }),
    );
  const assign = async (user: string | null) => {
    const before = talk.assigned_to;
    await act(
      async () => await give(user),
      user === null ? t.assigned : t.assignTo(user),
      async () => await give(before),
    );
  };
  const allowed = may("conversations:write");
  const members = useApi().useQuery(
    "get",
    "/v1/conversations/members",
    {},
    { enabled: allowed && menu === "assign" },
  ).data?.members;
  useActions(
    useMemo(
      () =>
        allowed
          ? [
              { id: "talk close", label: t.close, keys: "e", run: () => void close() },
              { id: "talk snooze", label: t.snooze, keys: "s", run: () => setMenu("snooze") },
              { id: "talk assign", label: t.assign, keys: "a", run: () => setMenu("assign") },
            ]
          : [],
      [t, allowed, talk],
    ),
  );
  if (!allowed) return null;
  const held = talk.held_by_person;
  return (
    <Group gap={6}>
      {talk.state === "snoozed" && talk.snoozed_until !== null && (
        <Text size="xs" c="dimmed">
          {t.snoozedUntil(moment(talk.snoozed_until))}
        </Text>
      )}
      <Menu opened={menu === "assign"} onChange={(open) => setMenu(open ? "assign" : undefined)}>
        <Menu.Target>
          <Button variant="default" size="compact-sm">
            {talk.assigned_to ?? t.assign}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void assign(null)}>{t.nobody}</Menu.Item>
          {members?.map(({ user, name }) => (
            <Menu.Item key={user} onClick={() => void assign(user)}>
              {name === "" ? user : name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Menu opened={menu === "snooze"} onChange={(open) => setMenu(open ? "snooze" : undefined)}>
        <Menu.Target>
          <Button variant="default" size="compact-sm">
            {t.snooze}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(["hour", "tomorrow", "monday"] as const).map((one) => (
            <Menu.Item key={one} onClick={() => void snooze(snoozes()[one])}>
              {t[one]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {held !== null && (
        <Button
          variant="default"
          size="compact-sm"
          title={t.held(nameOf(held))}
          onClick={() =>
            void act(
              async () =>
                await done(dunlin.POST("/v1/conversations/{conversation_id}/release", { params })),
              t.released,
            )
          }
        >
          {t.release}
        </Button>
      )}
      {talk.state === "open" ? (
        <Button size="compact-sm" loading={busy} onClick={() => void close()}>
          {t.close}
        </Button>
      ) : (
        <Button size="compact-sm" loading={busy} onClick={() => void act(reopen, t.reopened)}>
          {t.reopen}
        </Button>
      )}
    </Group>
  );
}
