// Every version that was in force, and what one says otherwise than another.
import { Badge, Button, Group, List, Paper, Select, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { done } from "../../../sdk/client.ts";
import { Moment } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import type { Comparison, Version } from "./model.ts";
import { words } from "./words.ts";

type Props = { readonly versions: readonly Version[]; readonly onLoad: (source: string) => void };

/** The list, the comparison, and the way back to an older one. */
export function Versions({ versions, onLoad }: Props) {
  const t = useWords(words);
  const told = useTold();
  const { dunlin } = useConnection();
  const load = async (version: number) => {
    try {
      const path = { version };
      const found = await done(dunlin.GET("/v1/policies/{version}", { params: { path } }));
      onLoad(found.source);
      told.done(t.loaded(version));
    } catch (error) {
      told.problem(error);
    }
  };
  return (
    <Stack>
      {versions.length > 1 && <Compare versions={versions} />}
      <Rows
        label={t.views.versions}
        rows={versions}
        keyOf={({ version }) => `${version}`}
        columns={[
          {
            id: "version",
            head: t.version,
            width: "90px",
            cell: ({ version }) => version,
          },
          { id: "name", head: t.name, width: "minmax(0, 2fr)", cell: ({ name }) => name },
          {
            id: "since",
            head: t.since,
            wideOnly: true,
            cell: (one) => <Moment at={one.applied_at} />,
          },
          { id: "by", head: t.appliedBy, wideOnly: true, cell: (one) => one.applied_by },
          {
            id: "load",
            head: t.load,
            width: "150px",
            right: true,
            cell: ({ version }) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${t.load} ${version}`}
                onClick={() => void load(version)}
              >
                {t.load}
              </Button>
            ),
          },
        ]}
      />
    </Stack>
  );
}

function Compare({ versions }: { readonly versions: readonly Version[] }) {
  const t = useWords(words);
  const [before, setBefore] = useState(String(versions[1]?.version ?? 1));
  const [after, setAfter] = useState(String(versions[0]?.version ?? 1));
  const asked = useApi().useQuery("get", "/v1/policies/{version}/comparison", {
    params: { path: { version: Number(before) }, query: { with: Number(after) } },
  });
  const data = versions.map(({ version, name }) => ({
    value: String(version),
    label: `${version}, ${name}`,
  }));
  return (
    <Paper withBorder p="md" component="section" aria-label={t.compare}>
      <Group mb="sm" align="flex-end">
        <Select
          label={t.compare}
          data={data}
          value={before}
          allowDeselect={false}
          onChange={(value) => setBefore(value ?? before)}
        />
        <Select
          label={t.compareWith}
          data={data}
          value={after}
          allowDeselect={false}
          onChange={(value) => setAfter(value ?? after)}
        />
      </Group>
      {asked.error && <Problem error={asked.error} again={() => void asked.refetch()} />}
      {asked.isPending && <Waiting lines={3} />}
      {asked.data && <Changed found={asked.data} />}
    </Paper>
  );
}

type Field = Comparison["settings"][number];

const inWords = (value: unknown, nothing: string): string =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0)
    ? nothing
    : JSON.stringify(value)
        .replaceAll(/["[\]{}]/g, "")
        .replaceAll(",", ", ")
        .replaceAll(":", ": ");

function Fields({ fields }: { readonly fields: readonly Field[] }) {
  const t = useWords(words);
  return (
    <List size="sm">
      {fields.map(({ field, before, after }) => (
        <List.Item key={field}>
          {field}: {t.was} <b>{inWords(before, t.nothing)}</b>, {t.becomes}{" "}
          <b>{inWords(after, t.nothing)}</b>
        </List.Item>
      ))}
    </List>
  );
}

function Changed({ found }: { readonly found: Comparison }) {
  const t = useWords(words);
  const steps = found.steps.filter(({ change }) => change !== "same");
  if (steps.length === 0 && found.settings.length === 0) return <Text>{t.compareNone}</Text>;
  return (
    <Stack gap="sm">
      {found.settings.length > 0 && (
        <div>
          <Title order={2} size="h3">
            {t.settings}
          </Title>
          <Fields fields={found.settings} />
        </div>
      )}
      {steps.map((one) => (
        <div key={one.step}>
          <Group gap="xs">
            <Title order={2} size="h3">
              {one.step}
            </Title>
            <Badge tt="none" fw={500} variant="default">
              {t.stepChange[one.change]}
            </Badge>
          </Group>
          <Fields fields={one.fields} />
        </div>
      ))}
    </Stack>
  );
}
