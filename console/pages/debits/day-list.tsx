// One strike day: what can still be done, and the debits themselves.
import { Button, Group, Stack, Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { Figure, Money } from "../../ui/figures.tsx";
import { Go, useAddress } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows } from "../../ui/rows.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import { words } from "./words.ts";

export function DayList({ day }: { readonly day: string }) {
  const t = useWords(words);
  const format = useFormat();
  const [, setAddress] = useAddress();
  const api = useApi();
  const strikes = api.useQuery(
    "get",
    "/v1/debits/strikes",
    { params: { query: { from: day, to: day } } },
    LIVE,
  );
  const found = api.useInfiniteQuery(
    "get",
    "/v1/debits",
    { params: { query: { strike_from: day, strike_to: day, limit: 100 } } },
    { ...PAGED, ...LIVE } as never,
  );
  if (found.error) return <Problem error={found.error} again={() => void found.refetch()} />;
  type Page = { readonly debits: readonly Debit[]; readonly next_cursor: string | null };
  const { rows, more } = pagesOf(found as never, (page: Page) => page.debits);
  return (
    <section>
      <Group justify="space-between" mb={8}>
        <Text component="h2" fw={600} fz="lg">
          {t.ofDay(format.day(day))}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => setAddress({ day: undefined })}>
          {t.closeDay}
        </Button>
      </Group>
      {strikes.data?.days.map((one) => (
        <Stack key={one.currency} gap={4} mb="md">
          <Group gap="xl" align="flex-start">
            <Figure
              label={t.sum}
              value={format.money(one.minor, one.currency)}
              hint={t.debits(one.debits)}
            />
            <Figure
              label={t.told}
              value={t.toldOf(one.told, one.debits)}
              hint={[
                ...(one.waiting > 0 ? [t.waiting(one.waiting)] : []),
                ...(one.untold > 0 ? [t.untold(one.untold)] : []),
                ...(one.late > 0 ? [t.late(one.late)] : []),
              ].join(", ")}
            />
            <Figure
              label={t.stoppedHead}
              value={format.money(one.stopped_minor, one.currency)}
              hint={t.debits(one.stopped)}
            />
            <Figure label={t.sent} value={format.number(one.sent)} />
            <Figure
              label={t.cutoff}
              value={format.moment(one.cutoff_at)}
              hint={leftOf(format, t.passed, one.cutoff_at, strikes.data.now)}
            />
          </Group>
        </Stack>
      ))}
      {found.data === undefined ? (
        <Waiting lines={4} />
      ) : (
        <Rows
          label={t.ofDay(format.day(day))}
          rows={rows}
          more={more}
          keyOf={(one) => one.debit_id}
          columns={[
            {
              id: "customer",
              head: t.customer,
              cell: ({ customer }) => (
                <Go to={`customers/${encodeURIComponent(customer)}`}>{customer}</Go>
              ),
            },
            { id: "id", head: t.endToEnd, cell: (one) => one.end_to_end_id },
            { id: "mandate", head: t.mandate, wideOnly: true, cell: (one) => one.mandate },
            {
              id: "amount",
              head: t.amount,
              right: true,
              width: "110px",
              cell: (one) => <Money minor={one.amount_minor} currency={one.currency} />,
            },
            {
              id: "state",
              head: t.state,
              width: "minmax(100px, 1fr)",
              cell: ({ state, stopped_as: meaning }) =>
                meaning === null
                  ? (t.states[state] ?? state)
                  : `${t.states[state]}: ${t.meanings[meaning] ?? meaning}`,
            },
          ]}
        />
      )}
    </section>
  );
}

type Debit = {
  readonly debit_id: string;
  readonly end_to_end_id: string;
  readonly mandate: string;
  readonly customer: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly state: string;
  readonly stopped_as: string | null;
};

/** How long there is until the cut-off, by the clock of the installation. */
export function leftOf(
  format: ReturnType<typeof useFormat>,
  passed: string,
  cutoffAt: string,
  now: string,
): string {
  return Date.parse(cutoffAt) <= Date.parse(now) ? passed : format.ago(cutoffAt);
}
