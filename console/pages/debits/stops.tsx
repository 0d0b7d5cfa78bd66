// What must not be debited, who said so, and how long the cut-off is away.
import { Button, Group, Switch, Text, Tooltip } from "@mantine/core";
import { LIVE, useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Ago, Money } from "../../ui/figures.tsx";
import { Go, useAddress } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { PAGED, pagesOf, Rows } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import type { paths } from "../../../sdk/schema.ts";
import { leftOf } from "./day-list.tsx";
import styles from "./debits.module.css";
import { words } from "./words.ts";

type Page =
  paths["/v1/debits/live-stops"]["get"]["responses"]["200"]["content"]["application/json"];
type Stop = Page["stops"][number];

export function Stops() {
  const t = useWords(words);
  const format = useFormat();
  const may = useMay();
  const lift = useLift();
  const [{ past }, setAddress] = useAddress();
  const found = useApi().useInfiniteQuery(
    "get",
    "/v1/debits/live-stops",
    { params: { query: { limit: 50, ...(past && { past: "true" as never }) } } },
    { ...PAGED, ...LIVE } as never,
  );
  const { rows, more } = pagesOf(found as never, (page: Page) => page.stops);
  const now = (found.data as { pages: Page[] } | undefined)?.pages[0]?.now ?? "";
  return (
    <section>
      <Group justify="space-between" mb={8}>
        <div>
          <Text component="h2" fw={600} fz="lg">
            {t.stops}
          </Text>
          <Text size="xs" c="dimmed">
            {t.stopsHelp}
          </Text>
        </div>
        <Switch
          label={t.past}
          checked={past !== undefined}
          onChange={({ currentTarget }) =>
            setAddress({ past: currentTarget.checked ? "1" : undefined })
          }
        />
      </Group>
      {found.error ? (
        <Problem error={found.error} again={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Waiting lines={3} />
      ) : (
        <Rows
          label={t.stops}
          rows={rows}
          more={more}
          keyOf={(one) => one.stop_id}
          empty={
            <Text size="sm" c="dimmed">
              {t.noStops}
            </Text>
          }
          columns={[
            { id: "customer", head: t.customer, cell: (one) => <Who stop={one} /> },
            {
              id: "amount",
              head: t.amount,
              right: true,
              width: "110px",
              cell: ({ amount_minor: minor, currency }) =>
                minor !== null && currency !== null ? (
                  <Money minor={minor} currency={currency} />
                ) : null,
            },
            {
              id: "strike",
              head: t.day,
              width: "120px",
              wideOnly: true,
              cell: ({ strike_on: day }) => (day === null ? t.wholeMandate : format.day(day)),
            },
            {
              id: "meaning",
              head: t.meaning,
              cell: ({ meaning, reply, reason }) => (
                <Tooltip label={reply ?? reason ?? ""} disabled={!reply && !reason}>
                  <span>{t.meanings[meaning] ?? meaning}</span>
                </Tooltip>
              ),
            },
            {
              id: "said",
              head: t.said,
              wideOnly: true,
              cell: ({ at, by }) => (
                <>
                  <Ago at={at} />, {by}
                </>
              ),
            },
            {
              id: "left",
              head: t.leftHead,
              width: "130px",
              wideOnly: true,
              cell: (one) => <Left stop={one} now={now} />,
            },
            {
              id: "lift",
              head: t.actions,
              width: "90px",
              right: true,
              cell: (one) =>
                may("debits:write") && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`${t.lift}: ${one.end_to_end_id ?? one.mandate ?? ""}`}
                    onClick={() => void lift(one, now)}
                  >
                    {t.lift}
                  </Button>
                ),
            },
          ]}
        />
      )}
    </section>
  );
}

function Who({ stop: { customer, name, end_to_end_id: id, mandate } }: { readonly stop: Stop }) {
  if (customer === null) return <span>{id ?? mandate}</span>;
  return <Go to={`customers/${encodeURIComponent(customer)}`}>{name ?? customer}</Go>;
}

function Left({ stop, now }: { readonly stop: Stop; readonly now: string }) {
  const t = useWords(words);
  const format = useFormat();
  if (stop.after_cutoff) return <span className={styles.warn}>{t.tooLate}</span>;
  if (stop.cutoff_at === null) return null;
  return <span>{leftOf(format, t.passed, stop.cutoff_at, now)}</span>;
}

/** Lifts a stop, once it was said what that does. */
function useLift(): (stop: Stop, now: string) => Promise<void> {
  const t = useWords(words);
  const confirm = useConfirm();
  const told = useTold();
  const { memory } = useConnection();
  const lift = useApi().useMutation("post", "/v1/debits/stops/{stop_id}/lift");
  return async ({ stop_id: id, end_to_end_id: endToEnd, mandate, cutoff_at: cutoff }, now) => {
    const isPast = cutoff !== null && Date.parse(cutoff) <= Date.parse(now);
    const effect = isPast ? t.liftPast : t.liftEffect(endToEnd ?? mandate ?? "");
    if (!(await confirm({ title: t.liftTitle, effect, action: t.lift, danger: true }))) return;
    try {
      await lift.mutateAsync({
        params: { path: { stop_id: id } },
        body: { reason: t.whyDefault },
      });
      told.done(t.lifted);
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
}
