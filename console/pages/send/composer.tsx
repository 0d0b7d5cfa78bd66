// Who, what and when on one page, with the count and the preview beside them.
import { Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMemo, type ReactNode } from "react";
import { useClient } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { useGo } from "../../ui/go.tsx";
import { Page } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { emptyDraft, type Draft, type Filter } from "./model.ts";
import styles from "./send.module.css";
import { Effect } from "./effect.tsx";
import { useCount, useSaving } from "./use-composing.ts";
import { useShortcut } from "./use-shortcut.ts";
import { What } from "./what.tsx";
import { When } from "./when.tsx";
import { Who } from "./who.tsx";
import { words } from "./words.ts";

/** A campaign while it is written. `at`: the name under which it is kept in the browser. */
export function Composer({ at, initial }: { readonly at: string; readonly initial: Draft }) {
  const t = useWords(words);
  const [draft, setDraft, forget] = useDraft<Draft>(at, initial);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const trail = [{ to: "send", title: t.title }];
  return (
    <Page title={initial.saved ? t.edit : t.compose} trail={trail}>
      <div className={styles.compose}>
        <Stack gap="md">
          <TextInput
            label={t.name}
            value={draft.name}
            placeholder={usualName(draft)}
            maxLength={200}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          <Part title={t.who}>
            <Who draft={draft} change={change} />
          </Part>
          <Part title={t.what}>
            <What draft={draft} change={change} />
          </Part>
          <Part title={t.when}>
            <When draft={draft} change={change} />
          </Part>
        </Stack>
        <Side draft={draft} change={change} forget={forget} />
      </div>
    </Page>
  );
}

/** What it is called when nobody names it. */
const usualName = ({ says, template, words: own }: Draft): string =>
  says === "template"
    ? template.replaceAll("_", " ")
    : (own.sms || own.subject).replaceAll(/\{[{%].*?[%}]\}/g, "…").slice(0, 60);

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={styles.part} aria-label={title}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

type SideProps = {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly forget: () => void;
};

function Side({ draft, change, forget }: SideProps) {
  const told = useCount(draft).data?.told;
  return (
    <Stack gap="md" className={styles.side}>
      <Effect draft={draft} />
      <Sending draft={draft} change={change} forget={forget} told={told} />
    </Stack>
  );
}

function Sending({
  draft,
  change,
  forget,
  told,
}: SideProps & { readonly told: number | undefined }) {
  const t = useWords(words);
  const go = useGo();
  const note = useTold();
  const { moment } = useFormat();
  const { run, doing, error } = useSaving(draft, (saved) => change({ saved }));
  const name = draft.name.trim() || usualName(draft) || t.newCampaign;
  const act = async (what: "save" | "schedule") => {
    const campaign = await run(what, name);
    if (!campaign) return;
    forget();
    const { state, starts_at: startsAt } = campaign;
    if (what === "save") note.done(t.draftSaved);
    else note.done(state === "waiting" ? t.isWaiting : t.isScheduled(moment(startsAt!)));
    go(`send/${campaign.campaign_id}`);
  };
  useShortcut("mod+Enter", t.schedule, () => void act("schedule"));
  return (
    <Stack gap="xs">
      {error !== undefined && <Problem error={error} />}
      <Group gap="xs">
        <Button
          onClick={() => void act("schedule")}
          loading={doing === "schedule"}
          disabled={told === 0 || doing === "save"}
        >
          {told === undefined ? t.schedule : t.scheduleFor(told)}
        </Button>
        <Button
          variant="default"
          onClick={() => void act("save")}
          loading={doing === "save"}
          disabled={doing === "schedule"}
        >
          {t.saveDraft}
        </Button>
      </Group>
    </Stack>
  );
}

/** An empty draft, with whom a link is about: an import, or another campaign. */
export function useNewDraft(address: Readonly<Record<string, string | undefined>>): Draft {
  const { language } = useClient();
  const { import: batch, segment, campaign, reference } = address;
  return useMemo(() => {
    const filter: Filter | undefined = batch
      ? { import: batch }
      : campaign
        ? { campaign }
        : reference
          ? { references: reference.split(",") }
          : undefined;
    return { ...emptyDraft(language, filter), segment: segment ?? "" };
  }, [language, batch, segment, campaign, reference]);
}
