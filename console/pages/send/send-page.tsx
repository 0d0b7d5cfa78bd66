// All campaigns, as a list or in the calendar.
import { ActionIcon, Badge, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { useClient, useMay } from "../../api/session.ts";
import { Moment } from "../../ui/figures.tsx";
import { GoButton, useAddress, useGo } from "../../ui/go.tsx";
import { AddIcon, BackIcon, NextIcon } from "../../ui/icons.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows } from "../../ui/rows.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { Campaign } from "./model.ts";
import { Month } from "./month.tsx";
import { dayIn, firstOfMonth, localeOf, mondayOf, plusDays, plusMonths } from "./time.ts";
import { nowMs } from "../../api/clock.ts";
import { useMoving } from "./use-moving.ts";
import { usePlaced } from "./use-placed.ts";
import { useShortcut } from "./use-shortcut.ts";
import { Week } from "./week.tsx";
import { words } from "./words.ts";

const VIEWS = ["list", "week", "month"] as const;
type View = (typeof VIEWS)[number];

/** Campaigns. */
export function SendPage() {
  const t = useWords(words);
  const may = useMay();
  const go = useGo();
  const [address, setAddress] = useAddress();
  const view: View = VIEWS.find((one) => one === address["view"]) ?? "list";
  useShortcut("n", t.newCampaign, () => may("campaigns:write") && go("send/new"));
  const actions = (
    <>
      <SegmentedControl
        aria-label={t.view}
        value={view}
        onChange={(next) => setAddress({ view: next === "list" ? undefined : next })}
        data={VIEWS.map((value) => ({ value, label: t[value] }))}
      />
      {may("campaigns:write") && (
        <GoButton to="send/new" leftSection={<AddIcon />}>
          {t.newCampaign}
        </GoButton>
      )}
    </>
  );
  return (
    <Page title={t.title} actions={actions}>
      {view === "list" ? <CampaignList /> : <Calendar view={view} />}
    </Page>
  );
}

const COLORS: Readonly<Record<Campaign["state"], string>> = {
  draft: "gray",
  waiting: "yellow",
  scheduled: "blue",
  running: "green",
  paused: "orange",
  done: "gray",
  cancelled: "gray",
};

/** Where a campaign stands. */
export function State({ state }: { readonly state: Campaign["state"] }) {
  const t = useWords(words);
  return (
    <Badge size="sm" variant="outline" color={COLORS[state]} c="inherit" tt="none" fw={500}>
      {t.states[state]}
    </Badge>
  );
}

function CampaignList() {
  const t = useWords(words);
  const query = useApi().useInfiniteQuery(
    "get",
    "/v1/campaigns",
    { params: { query: { limit: 100 } } },
    { ...PAGED, ...LIVE },
  );
  if (query.error) return <Problem error={query.error} again={() => void query.refetch()} />;
  if (!query.data) return <Waiting lines={8} />;
  const { rows, more } = pagesOf(query, (page) => page.campaigns);
  return (
    <Rows
      label={t.title}
      rows={rows}
      more={more}
      keyOf={(one) => one.campaign_id}
      to={(one) => `send/${one.campaign_id}`}
      empty={<Empty title={t.nothing} help={t.nothingHelp} action={t.newCampaign} to="send/new" />}
      columns={[
        { id: "name", head: t.name, width: "minmax(0, 3fr)", cell: ({ name }) => name },
        {
          id: "state",
          head: t.state,
          width: "150px",
          cell: ({ state }) => <State state={state} />,
        },
        {
          id: "begins",
          head: t.begins,
          width: "190px",
          wideOnly: true,
          cell: ({ starts_at: at }) => (at === null ? "–" : <Moment at={at} />),
        },
        {
          id: "repeats",
          head: t.repeats,
          width: "130px",
          wideOnly: true,
          cell: ({ repeats }) => t.repeatsBy[repeats ?? ""],
        },
        {
          id: "customers",
          head: t.customers,
          width: "100px",
          right: true,
          wideOnly: true,
          cell: ({ targets, started_at: started }) =>
            started === null ? "–" : targets.toLocaleString(),
        },
      ]}
    />
  );
}

function Calendar({ view }: { readonly view: "week" | "month" }) {
  const t = useWords(words);
  const { zone } = useClient();
  const may = useMay();
  const { language } = useLanguage();
  const { day } = useFormat();
  const today = dayIn(nowMs(), zone);
  const [address, setAddress] = useAddress();
  const on = /^\d{4}-\d{2}-\d{2}$/.test(address["on"] ?? "") ? address["on"]! : today;
  const isWeek = view === "week";
  const start = isWeek ? mondayOf(on) : mondayOf(firstOfMonth(on));
  const placed = usePlaced(start, plusDays(start, isWeek ? 7 : 42));
  const move = useMoving(placed);
  const onMove = may("campaigns:write") ? { onMove: move } : {};
  const turn = (by: number) =>
    setAddress({ on: isWeek ? plusDays(on, 7 * by) : plusMonths(on, by) });
  const month = new Intl.DateTimeFormat(localeOf(language), {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const title = isWeek
    ? `${day(start)} – ${day(plusDays(start, 6))}`
    : month.format(new Date(`${on}T00:00:00Z`));
  return (
    <Stack gap="xs">
      <Group gap={6}>
        <ActionIcon variant="default" aria-label={t.before} onClick={() => turn(-1)}>
          <BackIcon />
        </ActionIcon>
        <Button variant="default" size="compact-sm" onClick={() => setAddress({ on: undefined })}>
          {t.today}
        </Button>
        <ActionIcon variant="default" aria-label={t.after} onClick={() => turn(1)}>
          <NextIcon />
        </ActionIcon>
        <Text fw={600} aria-live="polite">
          {title}
        </Text>
      </Group>
      {isWeek ? (
        <Week monday={start} today={today} zone={zone} placed={placed} {...onMove} />
      ) : (
        <Month month={on} today={today} zone={zone} placed={placed} {...onMove} />
      )}
      <Text size="xs" c="dimmed">
        {`${t.shaded} ${t.moveHelp}`}
      </Text>
    </Stack>
  );
}
