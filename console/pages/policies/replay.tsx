// The last ninety days under another policy: what would have been said, beside what was.
import { Button, Group, Progress, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { Ago, Figure } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { pagesOf } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import { CHANGES } from "./changes.tsx";
import { Lines } from "./lines.tsx";
import type { Change, Replay } from "./model.ts";
import { words } from "./words.ts";

const DAYS = 90;
const ASK_MS = 1_000;

/** Begins one, follows it, and shows the last ones. */
export function Replays({ source }: { readonly source: string }) {
  const t = useWords(words);
  const api = useApi();
  const { memory } = useConnection();
  const begin = api.useMutation("post", "/v1/policies/replays");
  const past = api.useQuery(
    "get",
    "/v1/policies/replays",
    {},
    {
      refetchInterval: ({ state }) =>
        state.data?.replays.some((one) => one.state === "running") ? ASK_MS : false,
    },
  );
  const start = async () => {
    await begin.mutateAsync({ body: { source, days: DAYS } }).catch(() => undefined);
    await memory.invalidateQueries({ queryKey: ["get", "/v1/policies/replays"] });
  };
  const [newest] = past.data?.replays ?? [];
  const running = newest?.state === "running";
  return (
    <Stack component="section" aria-label={t.replayTitle}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Title order={2}>{t.replayTitle}</Title>
          <Text size="sm" c="dimmed" maw={720}>
            {t.replayHelp}
          </Text>
        </div>
        <Button loading={begin.isPending || running} onClick={() => void start()}>
          {t.replayStart}
        </Button>
      </Group>
      {begin.error && <Problem error={begin.error} />}
      {past.error && <Problem error={past.error} again={() => void past.refetch()} />}
      {past.isPending && <Waiting lines={4} />}
      {newest && <One key={newest.replay_id} replay={newest} />}
    </Stack>
  );
}

function One({ replay }: { readonly replay: Replay }) {
  const t = useWords(words);
  const { number } = useFormat();
  const { customers, customers_in_all: all, result } = replay;
  if (replay.state === "running") {
    return (
      <div>
        <Progress value={all === 0 ? 0 : (customers / all) * 100} aria-label={t.replayTitle} />
        <Text size="sm" mt={4}>
          {t.replaying(number(customers), number(all))}
        </Text>
      </div>
    );
  }
  if (!result) {
    return (
      <Text>
        {t.replayFailed}: {replay.reason}
      </Text>
    );
  }
  return (
    <>
      <Text size="sm" c="dimmed">
        <Ago at={replay.created_at} />, {replay.actor}
      </Text>
      <Found result={result} />
      <Differences replayId={replay.replay_id} result={result} />
    </>
  );
}

type Result = NonNullable<Replay["result"]>;

function Found({ result }: { readonly result: Result }) {
  const t = useWords(words);
  const code = useCodes();
  const { number, percent } = useFormat();
  const { said, would, changes, check, reasons } = result;
  const why = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <Group gap="xl" align="flex-start">
        <Figure label={t.saidReally} value={number(said)} />
        <Figure label={t.wouldSay} value={number(would)} />
        {CHANGES.map((change) => (
          <Figure key={change} label={t.change[change]} value={number(changes[change])} />
        ))}
        {check.said > 0 && <Figure label={t.check} value={percent(check.same / check.said)} />}
      </Group>
      {check.said > 0 && (
        <Text size="sm">{t.checkHelp(number(check.same), number(check.said))}</Text>
      )}
      {why.length > 0 && (
        <Text size="sm">
          {t.reason}:{" "}
          {why.map(([reason, count]) => `${code("reason", reason)} ${number(count)}`).join(", ")}
        </Text>
      )}
    </>
  );
}

function Differences({ replayId, result }: { readonly replayId: string; readonly result: Result }) {
  const t = useWords(words);
  const { number } = useFormat();
  const [change, setChange] = useState<Change>();
  const asked = useApi().useInfiniteQuery(
    "get",
    "/v1/policies/replays/{replay_id}/lines",
    { params: { path: { replay_id: replayId }, query: change ? { change } : {} } },
    {
      pageParamName: "cursor",
      initialPageParam: 0,
      getNextPageParam: (page: { readonly next_cursor: number | null }) =>
        page.next_cursor ?? undefined,
    },
  );
  if (asked.error) return <Problem error={asked.error} again={() => void asked.refetch()} />;
  const { rows, more } = pagesOf(asked, (page) => page.lines);
  const { lines_kept: kept, lines_in_all: all } = result;
  return (
    <>
      <Group>
        <Select
          aria-label={t.what}
          w={220}
          allowDeselect={false}
          value={change ?? ""}
          data={[
            { value: "", label: t.allChanges },
            ...CHANGES.filter((one) => one !== "same").map((one) => ({
              value: one,
              label: t.change[one],
            })),
          ]}
          onChange={(value) => setChange(CHANGES.find((one) => one === value))}
        />
        {kept < all && <Text size="sm">{t.linesCut(number(kept), number(all))}</Text>}
      </Group>
      <Lines
        label={t.replayTitle}
        heads={[t.saidReally, t.wouldSay]}
        more={more}
        rows={rows.map((one) => ({
          ...one,
          key: `${one.line}`,
          before: one.said,
          after: one.would,
        }))}
      />
    </>
  );
}
