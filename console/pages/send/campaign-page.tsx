// One campaign: a draft is composed, everything else is watched and led.
import { Group, Progress as Bar, Stack, Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { useClient, useMay } from "../../api/session.ts";
import { Moment } from "../../ui/figures.tsx";
import { Go, useParam } from "../../ui/go.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { CampaignActions } from "./campaign-actions.tsx";
import { Behind } from "./campaign-rows.tsx";
import { Composer } from "./composer.tsx";
import { Effect } from "./effect.tsx";
import { Figures, shareOf } from "./campaign-figures.tsx";
import { draftOf, type Campaign, type CampaignView } from "./model.ts";
import styles from "./send.module.css";
import { State } from "./send-page.tsx";
import { words } from "./words.ts";

/** One campaign. */
export function CampaignPage() {
  const t = useWords(words);
  const id = useParam("id");
  const { zone, language } = useClient();
  const may = useMay();
  const found = useApi().useQuery(
    "get",
    "/v1/campaigns/{campaign_id}",
    { params: { path: { campaign_id: id } } },
    LIVE,
  );
  const trail = [{ to: "send", title: t.title }];
  if (found.error && !found.data) {
    return (
      <Page title={t.title} trail={trail}>
        <Problem error={found.error} again={() => void found.refetch()} />
      </Page>
    );
  }
  if (!found.data) {
    return (
      <Page title={t.title} trail={trail}>
        <Waiting lines={6} />
      </Page>
    );
  }
  const { campaign } = found.data;
  if (campaign.state === "draft" && may("campaigns:write")) {
    // Another version is another draft: what somebody else changed meanwhile is not written over unseen.
    const at = `send ${id} ${campaign.version}`;
    return <Composer key={at} at={at} initial={draftOf(campaign, zone, language)} />;
  }
  return <Watched view={found.data} />;
}

function Watched({ view }: { readonly view: CampaignView }) {
  const t = useWords(words);
  const { zone, language } = useClient();
  const { campaign } = view;
  const hasBegun = campaign.started_at !== null;
  return (
    <Page
      title={campaign.name}
      trail={[{ to: "send", title: t.title }]}
      actions={<CampaignActions view={view} />}
    >
      <Stack gap="md">
        <Headline view={view} />
        {hasBegun && (
          <section className={styles.part} aria-label={t.progress}>
            <Figures view={view} />
          </section>
        )}
        <Story campaign={campaign} />
        {hasBegun && <Behind campaign={campaign} />}
        {!hasBegun && campaign.state !== "cancelled" && (
          <div className={styles.effect}>
            <Effect draft={draftOf(campaign, zone, language)} />
          </div>
        )}
      </Stack>
    </Page>
  );
}

/** Where it stands, how far it is, and when it will be over. */
function Headline({ view }: { readonly view: CampaignView }) {
  const t = useWords(words);
  const { percent, moment } = useFormat();
  const { campaign, progress, finishes_at: finish } = view;
  const share = shareOf(progress);
  const isOn = campaign.state === "running" || campaign.state === "paused";
  return (
    <Stack gap={6}>
      <Group gap="xs">
        <State state={campaign.state} />
        {campaign.starts_at !== null && !campaign.started_at && (
          <Text size="sm">
            {`${t.begins} `}
            <Moment at={campaign.starts_at} />
          </Text>
        )}
        {isOn && <Text size="sm">{t.share(percent(share))}</Text>}
        {finish !== null && (
          <Text size="sm" c="dimmed">
            {t.timeLeft(moment(finish))}
          </Text>
        )}
        {campaign.repeats !== null && (
          <Text size="sm" c="dimmed">
            {`${t.repeatsBy[campaign.repeats]} · ${t.runNumber(campaign.run + 1)}`}
          </Text>
        )}
      </Group>
      {isOn && (
        <Bar
          value={share * 100}
          aria-label={t.progress}
          size="sm"
          color="dunlin"
          animated={false}
        />
      )}
      {campaign.state === "waiting" && <Text size="sm">{t.needsSecond}</Text>}
    </Stack>
  );
}

/** Who did what, and when; and where it came from. */
function Story({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(words);
  const steps = [
    [t.scheduledBy, campaign.scheduled_at, campaign.scheduled_by],
    [t.approvedBy, campaign.approved_at, campaign.approved_by],
    [t.startedAt, campaign.started_at, null],
    [t.pausedBy, campaign.paused_at, campaign.paused_by],
    [t.endedBy, campaign.ended_at, campaign.ended_by],
  ] as const;
  return (
    <Group gap="lg" aria-label={t.story} role="group">
      {steps.map(
        ([label, at, by]) =>
          at !== null && (
            <Text key={label} size="xs" c="dimmed">
              {`${label} `}
              <Moment at={at} />
              {by === null ? "" : ` ${t.by(by)}`}
            </Text>
          ),
      )}
      {campaign.resend_of !== null && (
        <Go to={`send/${campaign.resend_of}`} fz="xs">
          {t.ofResend}
        </Go>
      )}
      {campaign.template !== null && (
        <Go to={`templates/${campaign.template}`} fz="xs">
          {`${t.template}: ${campaign.template.replaceAll("_", " ")}`}
        </Go>
      )}
    </Group>
  );
}
