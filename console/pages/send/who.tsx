// Who: a saved segment or conditions, counted while they are changed.
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useClient } from "../../api/session.ts";
import { Money } from "../../ui/figures.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { ConditionList } from "./conditions.tsx";
import type { Counted, Draft, Filter } from "./model.ts";
import { words } from "./words.ts";

const OWN = "";

export function Who({
  draft,
  change,
}: {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}) {
  const t = useWords(words);
  const api = useApi();
  const found = api.useQuery("get", "/v1/segments");
  const segments = found.data?.segments ?? [];
  const choose = (segment: string) => {
    const chosen = segments.find((one) => one.segment_id === segment);
    change({ segment, ...(chosen && { filter: chosen.filter }) });
  };
  // Who changes the conditions of a segment means something else than the segment.
  const narrow = (filter: Filter) => change({ filter, segment: OWN });
  const { except, ...meant } = draft.filter;
  const data = [
    { value: OWN, label: t.ownFilter },
    ...segments.map(({ segment_id: value, name: label }) => ({ value, label })),
  ];
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="xs">
        <NativeSelect
          label={t.segment}
          data={data}
          value={draft.segment}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
          maw={320}
          flex={1}
        />
        {draft.segment === OWN && <SaveSegment draft={draft} saved={choose} />}
      </Group>
      <Text size="xs" c="dimmed">
        {t.conditions}
      </Text>
      <ConditionList
        key={`meant ${draft.segment}`}
        value={meant}
        add={t.addCondition}
        onChange={(next) => narrow(except ? { ...next, except } : next)}
      />
      {except && Object.keys(except).length > 0 && (
        <Text size="xs" c="dimmed">
          {t.except}
        </Text>
      )}
      <ConditionList
        key={`except ${draft.segment}`}
        value={except ?? {}}
        add={t.addExcept}
        onChange={(next) =>
          narrow(Object.keys(next).length === 0 ? meant : { ...meant, except: next })
        }
      />
    </Stack>
  );
}

function SaveSegment({
  draft,
  saved,
}: {
  readonly draft: Draft;
  readonly saved: (segmentId: string) => void;
}) {
  const t = useWords(words);
  const told = useTold();
  const api = useApi();
  const [name, setName] = useState<string>();
  const list = api.useQuery("get", "/v1/segments");
  const save = api.useMutation("post", "/v1/segments", {
    onSuccess: async (segment) => {
      setName(undefined);
      told.done(t.segmentSaved(segment.name));
      await list.refetch();
      saved(segment.segment_id);
    },
  });
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    if (name?.trim()) save.mutate({ body: { name: name.trim(), filter: draft.filter } });
  };
  return (
    <>
      <Button variant="default" onClick={() => setName("")}>
        {t.saveSegment}
      </Button>
      <Modal opened={name !== undefined} onClose={() => setName(undefined)} title={t.saveSegment}>
        <form onSubmit={send}>
          <Stack>
            {save.error && <Problem error={save.error} />}
            <TextInput
              data-autofocus
              label={t.segmentName}
              value={name ?? ""}
              maxLength={100}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={save.isPending}>
                {t.saveSegment}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

/** How many, what they owe, whom a message reaches, who is left out and why. */
export function Count({
  counted,
  isFresh,
}: {
  readonly counted: Counted;
  readonly isFresh: boolean;
}) {
  const t = useWords(words);
  const { currency } = useClient();
  const left = Object.entries(counted.excluded).toSorted(([, a], [, b]) => b - a);
  return (
    <Stack gap={4} style={{ opacity: isFresh ? 1 : 0.6 }} aria-live="polite">
      <Text fw={600} fz="lg">
        {t.counted(counted.customers)}
      </Text>
      {counted.customers === 0 && <Text size="sm">{t.nobody}</Text>}
      {counted.customers > 0 && <Text size="sm">{t.wouldBeTold(counted.told)}</Text>}
      {counted.sums.map((sum) => (
        <Text key={sum.currency} size="sm" c="dimmed">
          <Money minor={sum.open_minor} currency={sum.currency || currency} />
          {` · ${t.overdue} `}
          <Money minor={sum.overdue_minor} currency={sum.currency || currency} />
        </Text>
      ))}
      <Text size="xs" c="dimmed">
        {Object.entries(counted.reachable)
          .filter(([, count]) => count > 0)
          .map(([channel, count]) => t.byChannel(count, t.channels[channel] ?? channel))
          .join(" · ")}
      </Text>
      {left.length > 0 && (
        <>
          <Text size="xs" fw={600} mt={4}>
            {t.leftOut}
          </Text>
          {left.map(([why, count]) => (
            <Group key={why} justify="space-between" gap="xs">
              <Text size="xs">{t.reasons[why] ?? why}</Text>
              <Text size="xs" style={{ fontVariantNumeric: "tabular-nums" }}>
                {count.toLocaleString()}
              </Text>
            </Group>
          ))}
        </>
      )}
    </Stack>
  );
}
