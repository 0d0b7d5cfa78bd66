// Beginning an experiment: who is left alone, and what is tried on whom.
import { Button, Group, NumberInput, Paper, Select, Stack, TextInput, Title } from "@mantine/core";
import { useApi, useConnection } from "../../api/api.ts";
import { done } from "../../../sdk/client.ts";
import { useDraft } from "../../ui/draft.ts";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import type { Version } from "./model.ts";
import { words } from "./words.ts";

const POINTS = 100;
const DRAFT = "draft";

const EMPTY = {
  name: "",
  heldOut: 5,
  silences: "collection" as "collection" | "ladder",
  challenger: "",
  share: 20,
};

type Props = {
  readonly draft: string | undefined;
  readonly versions: readonly Version[];
  readonly onDone: () => void;
};

/** The form; what is entered survives a reload. */
export function NewExperiment({ draft, versions, onDone }: Props) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const { dunlin, memory } = useConnection();
  const [form, setForm, forget] = useDraft("experiment", EMPTY);
  const start = useApi().useMutation("post", "/v1/experiments");
  const set = (change: Partial<typeof EMPTY>) => setForm((before) => ({ ...before, ...change }));
  const sourceOf = async (challenger: string): Promise<string | undefined> => {
    if (challenger === "") return undefined;
    if (challenger === DRAFT) return draft;
    const path = { version: Number(challenger) };
    return (await done(dunlin.GET("/v1/policies/{version}", { params: { path } }))).source;
  };
  const begin = async () => {
    try {
      const challenger = await sourceOf(form.challenger);
      await start.mutateAsync({
        body: {
          name: form.name,
          held_out_share: Math.round(form.heldOut * POINTS),
          silences: form.silences,
          ...(challenger !== undefined && {
            challenger,
            challenger_share: Math.round(form.share * POINTS),
          }),
        } as never,
      });
    } catch {
      return;
    }
    told.done(t.begun);
    forget();
    void memory.invalidateQueries();
    onDone();
  };
  const others = versions.slice(1).map(({ version, name }) => ({
    value: String(version),
    label: t.challengerVersion(version, name),
  }));
  return (
    <Paper withBorder p="md" component="section" aria-label={t.newExperiment}>
      <Stack gap="sm" maw={520}>
        <Title order={2}>{t.newExperiment}</Title>
        <TextInput
          label={t.name}
          required
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t.holdOut}
          min={0}
          max={50}
          decimalScale={2}
          value={form.heldOut}
          onChange={(value) => set({ heldOut: Number(value) || 0 })}
        />
        <Select
          label={t.silences}
          allowDeselect={false}
          data={[
            { value: "collection", label: t.silencesNames.collection },
            { value: "ladder", label: t.silencesNames.ladder },
          ]}
          value={form.silences}
          onChange={(value) => set({ silences: value === "ladder" ? "ladder" : "collection" })}
        />
        <Select
          label={t.challenger}
          allowDeselect={false}
          data={[
            { value: "", label: t.challengerNone },
            ...(draft === undefined ? [] : [{ value: DRAFT, label: t.challengerDraft }]),
            ...others,
          ]}
          value={form.challenger}
          onChange={(value) => set({ challenger: value ?? "" })}
        />
        {form.challenger !== "" && (
          <NumberInput
            label={t.challengerShare}
            min={1}
            max={90}
            decimalScale={2}
            value={form.share}
            onChange={(value) => set({ share: Number(value) || 0 })}
          />
        )}
        {start.error && <Problem error={start.error} />}
        <Group>
          <Button
            loading={start.isPending}
            disabled={form.name === ""}
            onClick={() => void begin()}
          >
            {t.beginNow}
          </Button>
          <Button variant="default" onClick={onDone}>
            {c.cancel}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}
