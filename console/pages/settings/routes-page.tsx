// The ways out, as they are right now.
import { Button, Group, Modal, Stack, Text, Textarea, Title } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { Ago, Figure } from "../../ui/figures.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { Settings } from "./frame.tsx";
import { Secret, State, useAct, type Tone } from "./parts.tsx";
import { RouteTest } from "./route-test.tsx";
import { words } from "./routes-words.ts";
import styles from "./settings.module.css";

const LOOK_EVERY_MS = 5_000;

/** /settings/routes */
export function RoutesPage() {
  const t = useWords(words);
  const api = useApi();
  const may = useMay()("routes:write");
  const [adding, setAdding] = useState(false);
  const [testing, setTesting] = useState<{ readonly name: string; readonly channel: string }>();
  const list = api.useQuery("get", "/v1/routes");
  const live = api.useQuery("get", "/v1/routes/health", {}, { refetchInterval: LOOK_EVERY_MS });
  const error = list.error ?? live.error;
  const ready = list.data && live.data;
  return (
    <Settings
      section="routes"
      actions={may && <Button onClick={() => setAdding(true)}>{t.add}</Button>}
    >
      {error ? <Problem error={error} again={() => void live.refetch()} /> : null}
      {!ready && !error && <Waiting height={72} lines={3} />}
      {ready && list.data.routes.length === 0 && <Empty title={t.none} help={t.noneHelp} />}
      {ready &&
        list.data.routes.map((route) => (
          <RouteCard
            key={route.name}
            route={route}
            health={live.data.routes.find(({ name }) => name === route.name)}
            minutes={live.data.minutes}
            {...(may &&
              (route.channel === "sms" || route.channel === "email") &&
              route.enabled && { test: () => setTesting(route) })}
          />
        ))}
      {adding && <Add close={() => setAdding(false)} />}
      {testing && <RouteTest {...testing} close={() => setTesting(undefined)} />}
    </Settings>
  );
}

type Route = {
  readonly name: string;
  readonly channel: string;
  readonly adapter: string;
  readonly sender: string;
  readonly listens: readonly string[];
  readonly enabled: boolean;
  readonly rate_per_s: number;
  readonly called_at: { readonly status: string; readonly sms: string } | null;
};
type Health = {
  readonly connected: boolean | null;
  readonly rests_until: string | null;
  readonly rests_why: string | null;
  readonly failures_in_a_row: number;
  readonly worked_at: string | null;
  readonly due: number;
  readonly later: number;
  readonly handed_over: number;
  readonly failed: number;
};

function stateOf(
  t: (typeof words)["en"],
  route: Route,
  health: Health | undefined,
): [string, Tone] {
  if (!route.enabled) return [t.off, "quiet"];
  if (health?.rests_until) return [t.resting, "bad"];
  if (health?.connected === true) return [t.connected, "good"];
  if (health?.connected === false) return [t.away, "bad"];
  return [t.unknown, "warn"];
}

function RouteCard({
  route,
  health,
  minutes,
  test,
}: {
  readonly route: Route;
  readonly health: Health | undefined;
  readonly minutes: number;
  readonly test?: () => void;
}) {
  const t = useWords(words);
  const { number, percent } = useFormat();
  const [state, tone] = stateOf(t, route, health);
  const all = health ? health.handed_over + health.failed : 0;
  return (
    <section className={styles.part} aria-label={route.name}>
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={2}>{route.name}</Title>
            <State tone={tone}>{state}</State>
            <Text size="sm" c="dimmed">
              {route.channel} · {route.adapter} · {route.sender}
            </Text>
          </Group>
          {test && (
            <Button variant="default" onClick={test} aria-label={`${t.test}: ${route.name}`}>
              {t.test}
            </Button>
          )}
        </Group>
        {health?.rests_why && (
          <Text size="sm" className={styles.bad}>
            {t.because(health.rests_why)}, {t.inARow(health.failures_in_a_row)}
          </Text>
        )}
        {route.listens.length === 0 && (
          <Text size="sm" c="dimmed">
            {t.unanswerable}
          </Text>
        )}
        {health && (
          <div className={styles.figures}>
            <Figure label={t.due} value={number(health.due)} />
            <Figure label={t.later} value={number(health.later)} />
            <Figure label={t.handedOver(minutes)} value={number(health.handed_over)} />
            <Figure
              label={t.failed(minutes)}
              value={number(health.failed)}
              {...(all > 0 && { hint: percent(health.failed / all) })}
            />
            <Figure label={t.speed} value={t.perSecond(number(route.rate_per_s))} />
            {health.worked_at && (
              <div>
                <Text size="xs" c="dimmed">
                  {t.worked}
                </Text>
                <Text size="sm">
                  <Ago at={health.worked_at} />
                </Text>
              </div>
            )}
          </div>
        )}
        {route.called_at && (
          <details>
            <summary>{t.calledAt}</summary>
            <Stack gap="xs" mt="xs">
              {Object.entries(route.called_at).map(([what, url]) => (
                <Secret key={what} label={what} value={url} />
              ))}
            </Stack>
          </details>
        )}
      </Stack>
    </section>
  );
}

const EXAMPLE = `routes:
  - name: sms-main
    channel: sms
    adapter: smpp
    sender: "+27600000000"
    listens: ["+27600000000"]
    config: { host: smsc.example.net, port: 2775, systemId: acme, password: secret }
`;

function Add({ close }: { readonly close: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const { dunlin } = useConnection();
  const { act, busy } = useAct();
  const [source, setSource, forget] = useDraft("routes", EXAMPLE);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const ok = await act(async () => {
      const { routes } = await done(dunlin.POST("/v1/routes", { body: { source } }));
      told.done(t.saved(routes.join(", ")));
    });
    if (!ok) return;
    forget();
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.add}
      size="xl"
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Textarea
            label={t.source}
            description={t.sourceHelp}
            autosize
            minRows={10}
            maxRows={24}
            spellCheck={false}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            data-autofocus
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
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
