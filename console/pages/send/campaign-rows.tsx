// The customers behind a number of a campaign.
import { Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { Moment } from "../../ui/figures.tsx";
import { useAddress } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows } from "../../ui/rows.tsx";
import { useWords } from "../../words/catalogue.ts";
import type { Campaign } from "./model.ts";
import { words } from "./words.ts";

const WHATS = [
  "all",
  "waiting",
  "planned",
  "queued",
  "handed_over",
  "delivered",
  "failed",
  "expired",
  "held",
  "uncertain",
  "not_said",
  "replied",
  "paid",
  "opted_out",
] as const;

/** The rows, and which of them. */
export function Behind({ campaign }: { readonly campaign: Campaign }) {
  const t = useWords(words);
  const [address, setAddress] = useAddress();
  const what = WHATS.find((one) => one === address["what"]) ?? "all";
  const names: Readonly<Record<(typeof WHATS)[number], string>> = {
    ...t,
    all: t.allRows,
    not_said: t.notSaid,
    paid: t.paidCount,
    opted_out: t.optedOut,
  };
  const query = useApi().useInfiniteQuery(
    "get",
    "/v1/campaigns/{campaign_id}/customers",
    { params: { path: { campaign_id: campaign.campaign_id }, query: { what, limit: 100 } } },
    { ...PAGED, ...LIVE },
  );
  const { rows, more } = pagesOf(query, (page) => page.customers);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t.rowsOf(names[what])}
        </Title>
        <NativeSelect
          aria-label={t.state}
          value={what}
          data={WHATS.map((value) => ({ value, label: names[value] }))}
          onChange={({ currentTarget: { value } }) =>
            setAddress({ what: value === "all" ? undefined : value })
          }
        />
      </Group>
      {query.error && <Problem error={query.error} again={() => void query.refetch()} />}
      {query.data ? (
        <Rows
          label={t.rowsOf(names[what])}
          rows={rows}
          more={more}
          keyOf={(one) => `${one.reference} ${one.message_id}`}
          to={(one) => `customers/${encodeURIComponent(one.reference)}`}
          empty={<Empty title={t.noRows} />}
          columns={[
            { id: "customer", head: t.customer, width: "minmax(0, 2fr)", cell: ({ name }) => name },
            {
              id: "state",
              head: t.state,
              width: "minmax(0, 1.4fr)",
              cell: (one) => <Became state={one.state} reason={one.reason} />,
            },
            {
              id: "channel",
              head: t.channel,
              width: "110px",
              wideOnly: true,
              cell: ({ channel }) => (channel === null ? "" : (t.channels[channel] ?? channel)),
            },
            {
              id: "said",
              head: t.said,
              width: "minmax(0, 4fr)",
              wideOnly: true,
              cell: ({ text }) => (
                <Text size="xs" c="dimmed" truncate>
                  {text}
                </Text>
              ),
            },
            {
              id: "at",
              head: t.at,
              width: "160px",
              right: true,
              wideOnly: true,
              cell: ({ at }) => at !== null && <Moment at={at} />,
            },
          ]}
        />
      ) : (
        <Waiting lines={6} />
      )}
    </Stack>
  );
}

function Became({
  state,
  reason,
}: {
  readonly state: string | null;
  readonly reason: string | null;
}) {
  const t = useWords(words);
  const all: Readonly<Record<string, unknown>> = t;
  const named = state === null ? undefined : all[state];
  const stated = typeof named === "string" ? named : state === null ? t.waiting : t.notSaid;
  const why = reason === null ? undefined : (t.reasons[reason] ?? reason);
  return <>{why === undefined ? stated : `${stated}: ${why}`}</>;
}
