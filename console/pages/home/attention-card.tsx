import { Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { Go, type Address } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { Card, type CardMoves } from "./card.tsx";
import styles from "./home.module.css";
import { words, type HomeWords } from "./words.ts";

type Kind = keyof HomeWords["attention"];

/** The page where it can be done. */
const PLACES: Readonly<Record<Kind, readonly [to: string, search?: Address]>> = {
  stale_books: ["import"],
  unread_conversations: ["inbox", { box: "unread" }],
  payment_claims: ["reports/claims"],
  call_wishes: ["calls"],
  uncertain_messages: ["reports/messages", { state: "uncertain" }],
  held_messages: ["reports/messages", { state: "held" }],
  failing_routes: ["settings/routes"],
  failing_sources: ["settings/sources"],
  unmatched_payments: ["reports/payments", { unmatched: "true" }],
  bank_proposals: ["reports/proposals"],
  excess_payments: ["reports/checkouts"],
  dead_callbacks: ["settings/callbacks"],
  waiting_campaigns: ["send"],
};

/** What waits for a person, each one click from its list. */
export function AttentionCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { ago, number } = useFormat();
  const { data, error, refetch } = useApi().useQuery("get", "/v1/attention", {}, LIVE);
  return (
    <Card id="attention" moves={moves}>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {!data && error === null && <Waiting lines={3} />}
      {data?.items.length === 0 && <Empty title={t.nothingWaits} help={t.nothingWaitsHelp} />}
      <ul className={styles.list}>
        {data?.items.map(({ kind, count, since }) => {
          const [to, search] = PLACES[kind];
          return (
            <li key={kind} className={styles.item}>
              <Go to={to} {...(search && { search })} c="inherit" className={styles.itemLink}>
                <span>{t.attention[kind](count)}</span>
                {since !== null && (
                  <Text span size="xs" c="dimmed" title={number(count)}>
                    {t.since(ago(since))}
                  </Text>
                )}
              </Go>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
