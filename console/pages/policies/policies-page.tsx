// Policies: the ladder being changed, what a change would do, and what it did.
import { Badge, Button, Center, Stack, Tabs, Text } from "@mantine/core";
import { useApi } from "../../api/api.ts";
import { useDraft } from "../../ui/draft.ts";
import { useAddress } from "../../ui/go.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { Calendar } from "./calendar.tsx";
import { DEFAULT_LADDER } from "./default-ladder.ts";
import { Experiments } from "./experiments.tsx";
import { LadderEditor } from "./ladder.tsx";
import type { Version } from "./model.ts";
import { Replays } from "./replay.tsx";
import { Versions } from "./versions.tsx";
import { words } from "./words.ts";

const VIEWS = ["ladder", "calendar", "replay", "experiments", "versions"] as const;
type View = (typeof VIEWS)[number];

/** What is in force, and the draft that is kept in the browser. */
export function PoliciesPage() {
  const t = useWords(words);
  const listed = useApi().useQuery("get", "/v1/policies");
  const newest = listed.data?.policies[0];
  if (listed.error) {
    return (
      <Page title={t.title}>
        <Problem error={listed.error} again={() => void listed.refetch()} />
      </Page>
    );
  }
  if (!listed.data) {
    return (
      <Page title={t.title}>
        <Waiting lines={10} />
      </Page>
    );
  }
  return newest ? (
    <Loaded versions={listed.data.policies} newest={newest} />
  ) : (
    <Views versions={[]} source={undefined} />
  );
}

function Loaded({
  versions,
  newest,
}: {
  readonly versions: readonly Version[];
  readonly newest: Version;
}) {
  const t = useWords(words);
  const asked = useApi().useQuery("get", "/v1/policies/{version}", {
    params: { path: { version: newest.version } },
  });
  if (asked.data) return <Views versions={versions} source={asked.data.source} />;
  return (
    <Page title={t.title}>
      {asked.error ? (
        <Problem error={asked.error} again={() => void asked.refetch()} />
      ) : (
        <Waiting lines={10} />
      )}
    </Page>
  );
}

function Views({
  versions,
  source: inForce,
}: {
  readonly versions: readonly Version[];
  readonly source: string | undefined;
}) {
  const t = useWords(words);
  const [address, setAddress] = useAddress();
  const [draft, setDraft, forget] = useDraft<string | null>("policy", null);
  const source = draft ?? inForce;
  const [newest] = versions;
  const changed = draft !== null && draft !== inForce;
  const view = VIEWS.find((one) => one === address["view"]) ?? "ladder";
  const state = newest
    ? changed
      ? t.draftOf(newest.version)
      : t.versionInForce(newest.version)
    : t.draft;
  if (source === undefined) {
    return (
      <Page title={t.title}>
        <Center mih={240}>
          <Stack align="center" gap="xs" maw={420} ta="center">
            <Text fw={600}>{t.none}</Text>
            <Text size="sm" c="dimmed">
              {t.noneHelp}
            </Text>
            <Button onClick={() => setDraft(DEFAULT_LADDER)}>{t.begin}</Button>
          </Stack>
        </Center>
      </Page>
    );
  }
  const show = (one: View) => setAddress({ view: one === "ladder" ? undefined : one });
  return (
    <Page
      title={t.title}
      actions={
        <Badge tt="none" fw={500} variant={changed ? "light" : "default"}>
          {state}
        </Badge>
      }
    >
      <Tabs value={view} onChange={(one) => show((one ?? "ladder") as View)} keepMounted={false}>
        <Tabs.List mb="md">
          {VIEWS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t.views[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="ladder">
          <LadderEditor source={source} inForce={inForce} onChange={setDraft} onDiscard={forget} />
        </Tabs.Panel>
        <Tabs.Panel value="calendar">
          <Calendar source={source} isDraft={changed} />
        </Tabs.Panel>
        <Tabs.Panel value="replay">
          <Replays source={source} />
        </Tabs.Panel>
        <Tabs.Panel value="experiments">
          <Experiments draft={changed ? source : undefined} versions={versions} />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <Versions
            versions={versions}
            onLoad={(loaded) => {
              setDraft(loaded);
              show("ladder");
            }}
          />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
