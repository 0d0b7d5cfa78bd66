// What can be done with a campaign now; what can't be taken back shows its effect first.
import { Button, Group, Menu, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { useClient, useMay, useSession } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useGo } from "../../ui/go.tsx";
import { MoreIcon } from "../../ui/icons.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { localOf, type Campaign, type CampaignView } from "./model.ts";
import { monthAfter } from "./time.ts";
import { words } from "./words.ts";

/** The buttons of a campaign. */
export function CampaignActions({ view }: { readonly view: CampaignView }) {
  const may = useMay();
  return may("campaigns:write") ? <Leading view={view} /> : null;
}

type Step = "approve" | "unschedule" | "pause" | "resume" | "cancel" | "resend";

/** Does a step at once, or after its effect was shown. */
function useSteps(view: CampaignView) {
  const t = useWords(words);
  const told = useTold();
  const go = useGo();
  const confirm = useConfirm();
  const { memory } = useConnection();
  const api = useApi();
  const id = view.campaign.campaign_id;
  const params = { path: { campaign_id: id } };
  const [doing, setDoing] = useState<Step>();
  const mutations = {
    approve: api.useMutation("post", "/v1/campaigns/{campaign_id}/approve"),
    unschedule: api.useMutation("post", "/v1/campaigns/{campaign_id}/unschedule"),
    pause: api.useMutation("post", "/v1/campaigns/{campaign_id}/pause"),
    resume: api.useMutation("post", "/v1/campaigns/{campaign_id}/resume"),
    cancel: api.useMutation("post", "/v1/campaigns/{campaign_id}/cancel"),
    resend: api.useMutation("post", "/v1/campaigns/{campaign_id}/resend"),
  };
  const { messages } = view.progress;
  const count = (...states: string[]) => states.reduce((sum, one) => sum + (messages[one] ?? 0), 0);
  const notes: Readonly<Record<Step, string>> = {
    approve: t.approved,
    unschedule: t.isDraft,
    pause: t.isPaused(count("planned")),
    resume: t.goesOn,
    cancel: t.isCancelled,
    resend: t.isScheduled(t.startNow.toLowerCase()),
  };
  const undo: Partial<Record<Step, Step>> = { pause: "resume", resume: "pause" };
  const take = async (step: Step): Promise<void> => {
    setDoing(step);
    try {
      const campaign: Campaign = await mutations[step].mutateAsync({ params });
      const back = undo[step];
      told.done(notes[step], back && (() => void take(back)));
      if (campaign.campaign_id !== id) go(`send/${campaign.campaign_id}`);
    } catch (error) {
      told.problem(error);
    } finally {
      setDoing(undefined);
      await memory.invalidateQueries();
    }
  };
  const begun = view.campaign.started_at !== null;
  const effects: Partial<Record<Step, string>> = {
    cancel: begun ? t.cancelEffect(count("planned", "held")) : t.cancelDraftEffect,
    resend: t.resendEffect(count("failed", "expired")),
  };
  const names: Readonly<Record<Step, string>> = {
    approve: t.approve,
    unschedule: t.unschedule,
    pause: t.pause,
    resume: t.resume,
    cancel: t.cancelRest,
    resend: t.resend,
  };
  const ask = async (step: Step): Promise<void> => {
    const effect = effects[step];
    const action = names[step];
    const danger = step === "cancel";
    if (effect !== undefined && !(await confirm({ title: action, effect, action, danger }))) return;
    await take(step);
  };
  return {
    doing,
    names,
    ask: (step: Step) => void ask(step),
    failed: count("failed", "expired"),
  };
}

const FIRST: Readonly<Partial<Record<Campaign["state"], Step>>> = {
  waiting: "approve",
  running: "pause",
  paused: "resume",
};

const OTHERS: Readonly<Record<Campaign["state"], readonly Step[]>> = {
  draft: ["cancel"],
  waiting: ["unschedule", "cancel"],
  scheduled: ["unschedule", "cancel"],
  running: ["cancel"],
  paused: ["cancel"],
  done: [],
  cancelled: [],
};

/** Steps that are less common stand behind the three dots. */
function Leading({ view }: { readonly view: CampaignView }) {
  const t = useWords(words);
  const { doing, names, ask, failed } = useSteps(view);
  const [dialog, setDialog] = useState<"repeat" | "move">();
  const { state, started_at: started } = view.campaign;
  const { actor } = useSession().me;
  const { scheduled_by: scheduledBy, changed_by: changedBy } = view.campaign;
  // Whoever scheduled or wrote it is not the second person.
  const isFirst = scheduledBy === actor || changedBy === actor;
  const first = state === "waiting" && isFirst ? undefined : FIRST[state];
  const movable = state === "scheduled" || state === "waiting";
  const resends = started !== null && failed > 0;
  const others = [...OTHERS[state], ...(resends ? (["resend"] as const) : [])];
  return (
    <>
      {first && (
        <Button onClick={() => ask(first)} loading={doing === first}>
          {names[first]}
        </Button>
      )}
      {movable && (
        <Button variant="default" onClick={() => setDialog("move")}>
          {t.move}
        </Button>
      )}
      {state !== "draft" && (
        <Button variant="default" onClick={() => setDialog("repeat")}>
          {t.repeat}
        </Button>
      )}
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button
              variant="default"
              px={8}
              aria-label={t.otherSteps}
              loading={others.some((one) => one === doing)}
            >
              <MoreIcon />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((step) => (
              <Menu.Item key={step} onClick={() => ask(step)}>
                {names[step]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {dialog && (
        <AtAnotherTime
          what={dialog}
          campaign={view.campaign}
          onClose={() => setDialog(undefined)}
        />
      )}
    </>
  );
}

/** The same once more, or this one at another time. */
function AtAnotherTime({
  what,
  campaign,
  onClose,
}: {
  readonly what: "repeat" | "move";
  readonly campaign: Campaign;
  readonly onClose: () => void;
}) {
  const t = useWords(words);
  const told = useTold();
  const go = useGo();
  const { zone } = useClient();
  const { moment } = useFormat();
  const { memory } = useConnection();
  const now = localOf(campaign.starts_at ?? campaign.changed_at, zone);
  const [local, setLocal] = useState(what === "repeat" ? monthAfter(now) : now);
  const api = useApi();
  const repeat = api.useMutation("post", "/v1/campaigns/{campaign_id}/repeat");
  const schedule = api.useMutation("post", "/v1/campaigns/{campaign_id}/schedule");
  const mutation = what === "repeat" ? repeat : schedule;
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    const params = { path: { campaign_id: campaign.campaign_id } };
    const request = { params, body: { starts_at: local } };
    const done = async ({ campaign_id: id, starts_at: at, state }: Campaign) => {
      onClose();
      await memory.invalidateQueries();
      told.done(state === "waiting" ? t.isWaiting : t.isScheduled(moment(at!)));
      if (id !== campaign.campaign_id) go(`send/${id}`);
    };
    mutation.mutate(request, { onSuccess: (one) => void done(one) });
  };
  const title = what === "repeat" ? t.repeatTitle : t.move;
  return (
    <Modal opened onClose={onClose} title={title}>
      <form onSubmit={send}>
        <Stack>
          {what === "repeat" && <Text size="sm">{t.repeatHelp}</Text>}
          {mutation.error && <Problem error={mutation.error} />}
          <TextInput
            data-autofocus
            required
            type="datetime-local"
            label={t.start}
            value={local}
            onChange={({ currentTarget }) => setLocal(currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button type="submit" loading={mutation.isPending}>
              {t.schedule}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
