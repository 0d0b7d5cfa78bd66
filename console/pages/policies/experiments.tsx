// Experiments: one runs at most; each shows what its groups paid, and how sure that is.
import { Badge, Button, Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useState } from "react";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Moment, Money } from "../../ui/figures.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { NewExperiment } from "./new-experiment.tsx";
import type { Experiment, Report, Version } from "./model.ts";
import { words } from "./words.ts";

/** All of them, the last one first. */
export function Experiments({
  draft,
  versions,
}: {
  readonly draft: string | undefined;
  readonly versions: readonly Version[];
}) {
  const t = useWords(words);
  const may = useMay()("policies:write");
  const [making, setMaking] = useState(false);
  const asked = useApi().useQuery("get", "/v1/experiments", {}, LIVE);
  if (asked.error) return <Problem error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting lines={4} />;
  const { experiments } = asked.data;
  const runs = experiments.some((one) => one.ended_at === null);
  return (
    <Stack>
      {may && !runs && !making && (
        <Group>
          <Button onClick={() => setMaking(true)}>{t.newExperiment}</Button>
        </Group>
      )}
      {making && (
        <NewExperiment draft={draft} versions={versions} onDone={() => setMaking(false)} />
      )}
      {experiments.length === 0 && !making && (
        <Empty title={t.experimentNone} help={t.experimentNoneHelp} />
      )}
      {experiments.map((one) => (
        <One key={one.experiment_id} experiment={one} />
      ))}
    </Stack>
  );
}

function One({ experiment }: { readonly experiment: Experiment }) {
  const t = useWords(words);
  const may = useMay()("policies:write");
  const confirm = useConfirm();
  const told = useTold();
  const { memory } = useConnection();
  const { percent } = useFormat();
  const end = useApi().useMutation("post", "/v1/experiments/end");
  const runs = experiment.ended_at === null;
  const stop = async () => {
    if (!(await confirm({ title: t.endTitle, effect: t.endEffect, action: t.end }))) return;
    await end
      .mutateAsync({})
      .then(() => told.done(t.ended))
      .catch(told.problem);
    void memory.invalidateQueries();
  };
  const share = (points: number) => percent(points / 10_000);
  return (
    <Paper withBorder p="md" component="section" aria-label={experiment.name}>
      <Group justify="space-between" mb="sm">
        <div>
          <Group gap="xs">
            <Title order={2}>{experiment.name}</Title>
            <Badge tt="none" fw={500} variant="default">
              {runs ? t.experimentRuns : t.experimentOver}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed">
            {t.since} <Moment at={experiment.started_at} />
            {experiment.held_out_share > 0 &&
              `, ${t.group.held_out} ${share(experiment.held_out_share)}`}
            {experiment.challenger_share > 0 &&
              `, ${t.group.challenger} ${share(experiment.challenger_share)}`}
          </Text>
        </div>
        {runs && may && (
          <Button variant="default" loading={end.isPending} onClick={() => void stop()}>
            {t.end}
          </Button>
        )}
      </Group>
      <Figures experimentId={experiment.experiment_id} />
    </Paper>
  );
}

function Figures({ experimentId }: { readonly experimentId: string }) {
  const t = useWords(words);
  const { number } = useFormat();
  const asked = useApi().useQuery(
    "get",
    "/v1/experiments/{experiment_id}",
    { params: { path: { experiment_id: experimentId } } },
    LIVE,
  );
  if (asked.error) return <Problem error={asked.error} again={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting lines={3} />;
  return (
    <Stack gap="xs">
      {asked.data.currencies.map((one) => (
        <Groups key={one.currency} currency={one.currency} groups={one.groups} />
      ))}
      <Text size="xs" c="dimmed">
        {t.method} {t.methodLeast(number(asked.data.least_in_group))}
      </Text>
    </Stack>
  );
}

type Group_ = Report["currencies"][number]["groups"][number];

function Groups({
  currency,
  groups,
}: {
  readonly currency: string;
  readonly groups: readonly Group_[];
}) {
  const t = useWords(words);
  const { number, money } = useFormat();
  const right = { textAlign: "right", fontVariantNumeric: "tabular-nums" } as const;
  const heads = [t.accounts, t.owed, t.collected, t.each, t.messagesOf, t.difference];
  return (
    <Table.ScrollContainer
      minWidth={720}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={currency}
    >
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{currency}</Table.Th>
            {heads.map((head) => (
              <Table.Th key={head} style={right}>
                {head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((one) => (
            <Table.Tr key={one.group}>
              <Table.Td>{t.group[one.group]}</Table.Td>
              <Table.Td style={right}>{number(one.accounts)}</Table.Td>
              {[one.owed_minor, one.collected_minor, one.mean_minor].map((minor, at) => (
                <Table.Td key={at} style={right}>
                  <Money minor={minor} currency={currency} />
                </Table.Td>
              ))}
              <Table.Td style={right}>{number(one.messages)}</Table.Td>
              <Table.Td style={right}>
                {one.difference && (
                  <>
                    <Money minor={one.difference.per_account_minor} currency={currency} />{" "}
                    <Text size="xs" c="dimmed">
                      {t.interval(
                        money(one.difference.low_minor, currency),
                        money(one.difference.high_minor, currency),
                      )}
                    </Text>
                  </>
                )}
                <Text size="xs">{t.verdict[one.verdict]}</Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
