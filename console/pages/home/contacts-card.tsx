import { Text } from "@mantine/core";
import { Fragment } from "react";
import { Go } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { save, toCsv } from "../../ui/save.ts";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { Card, type CardMoves } from "./card.tsx";
import styles from "./home.module.css";
import { useFigures } from "./use-figures.ts";
import { words } from "./words.ts";

const SHOWN_DAYS = 30;
const STAGES = ["contacted", "reached", "replied", "paid"] as const;

/** Of whom we contacted: whom we reached, who replied, who paid. */
export function ContactsCard({ moves }: { readonly moves: CardMoves }) {
  const t = useWords(words);
  const { exportCsv } = useWords(common);
  const { number, percent } = useFormat();
  const { data, error, isPending, refetch } = useFigures();
  const days = data?.contacts.slice(-SHOWN_DAYS) ?? [];
  const sum = (stage: (typeof STAGES)[number]) => days.reduce((all, day) => all + day[stage], 0);
  const contacted = sum("contacted");
  const rows = [
    [t.date, ...STAGES.map((stage) => t[stage])],
    ...days.map((day) => [day.date, ...STAGES.map((stage) => day[stage])]),
  ];
  const actions = data ? [{ label: exportCsv, run: () => save(toCsv(rows), "contacts.csv") }] : [];
  return (
    <Card id="contacts" moves={moves} actions={actions}>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {isPending && <Waiting lines={4} />}
      {data && (
        <>
          <div className={styles.funnel}>
            {STAGES.map((stage) => {
              const count = sum(stage);
              const share = contacted === 0 ? 0 : count / contacted;
              return (
                <Fragment key={stage}>
                  <span>{t[stage]}</span>
                  <span aria-hidden>
                    <div className={styles.bar} style={{ width: `${share * 100}%` }} />
                  </span>
                  <span className={styles.number}>
                    <Go
                      to={
                        stage === "contacted" || stage === "reached"
                          ? "reports/messages"
                          : "reports"
                      }
                      search={
                        stage === "contacted"
                          ? { class: "collection", sent: "true" }
                          : stage === "reached"
                            ? { class: "collection", state: "delivered" }
                            : { by: "step" }
                      }
                    >
                      {number(count)}
                    </Go>
                  </span>
                  <span className={styles.number}>{contacted > 0 ? percent(share) : ""}</span>
                </Fragment>
              );
            })}
          </div>
          <Text size="xs" c="dimmed" mt="sm">
            {t.eachOnce}
          </Text>
        </>
      )}
    </Card>
  );
}
