// Strikes as a month: what is debited on which day, who was told, what is stopped, and until when it can be.
import { ActionIcon, Group, Text } from "@mantine/core";
import { LIVE, useApi } from "../../api/api.ts";
import { useAddress } from "../../ui/go.tsx";
import { BackIcon, NextIcon } from "../../ui/icons.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useFormat } from "../../words/format.ts";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import type { paths } from "../../../sdk/schema.ts";
import styles from "./debits.module.css";
import { monthOf, weeksOf } from "./month.ts";
import { words } from "./words.ts";

type Strikes =
  paths["/v1/debits/strikes"]["get"]["responses"]["200"]["content"]["application/json"];
export type Strike = Strikes["days"][number];

export function Calendar() {
  const t = useWords(words);
  const { language } = useLanguage();
  const [{ month, day: chosen }, setAddress] = useAddress();
  const api = useApi();
  const now = api.useQuery("get", "/v1/debits/strikes", {}, LIVE);
  const shown = month ?? now.data?.today.slice(0, 7);
  const { from, to, name, before, after } = monthOf(shown ?? "2026-01", language);
  const init = { params: { query: { from, to } } };
  const found = api.useQuery("get", "/v1/debits/strikes", init, {
    ...LIVE,
    enabled: shown !== undefined,
  });
  const error = now.error ?? found.error;
  if (error) return <Problem error={error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting lines={6} height={60} />;
  const byDay = Map.groupBy(found.data.days, (one) => one.strike_on);
  const choose = (next: string | undefined) => setAddress({ day: next });
  return (
    <section>
      <Group justify="space-between" mb={8}>
        <Text component="h2" fw={600} fz="lg">
          {t.strikes}: {name}
        </Text>
        <Group gap={4}>
          <ActionIcon
            aria-label={t.before}
            onClick={() => setAddress({ month: before, day: undefined })}
          >
            <BackIcon />
          </ActionIcon>
          <ActionIcon
            aria-label={t.after}
            onClick={() => setAddress({ month: after, day: undefined })}
          >
            <NextIcon />
          </ActionIcon>
        </Group>
      </Group>
      <div className={styles.month}>
        {weeksOf(from, language).names.map((one) => (
          <div key={one} className={styles.name}>
            {one}
          </div>
        ))}
        {weeksOf(from, language).days.map((date) => (
          <DayCell
            key={date}
            date={date}
            strikes={byDay.get(date) ?? []}
            isOther={!date.startsWith(from.slice(0, 7))}
            isToday={date === found.data.today}
            isChosen={date === chosen}
            onChoose={() => choose(date === chosen ? undefined : date)}
          />
        ))}
      </div>
      {found.data.days.length === 0 && (
        <Text size="sm" c="dimmed" mt={6}>
          {t.noStrikes}
        </Text>
      )}
    </section>
  );
}

function DayCell({
  date,
  strikes,
  isOther,
  isToday,
  isChosen,
  onChoose,
}: {
  readonly date: string;
  readonly strikes: readonly Strike[];
  readonly isOther: boolean;
  readonly isToday: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const number = <span className={isToday ? styles.today : ""}>{Number(date.slice(8))}</span>;
  const look = `${styles.day} ${isOther ? styles.other : ""}`;
  if (strikes.length === 0) return <div className={look}>{number}</div>;
  return (
    <button type="button" className={look} aria-pressed={isChosen} onClick={onChoose}>
      {number}
      {strikes.map((strike) => (
        <StrikeWords key={strike.currency} strike={strike} />
      ))}
    </button>
  );
}

function StrikeWords({ strike }: { readonly strike: Strike }) {
  const t = useWords(words);
  const { money } = useFormat();
  const { debits, minor, currency, stopped, waiting, untold } = strike;
  return (
    <>
      <span className={`${styles.big} ${styles.wide}`}>{t.debits(debits)}</span>
      <span className={`${styles.big} ${styles.short}`} aria-hidden>
        {debits}
      </span>
      <span className={styles.wide}>{money(minor, currency)}</span>
      {stopped > 0 && (
        <>
          <span className={`${styles.warn} ${styles.wide}`}>{t.stopped(stopped)}</span>
          <span className={`${styles.warn} ${styles.short}`} aria-hidden>
            −{stopped}
          </span>
        </>
      )}
      {waiting > 0 && <span className={styles.wide}>{t.waiting(waiting)}</span>}
      {untold > 0 && <span className={`${styles.warn} ${styles.wide}`}>{t.untold(untold)}</span>}
    </>
  );
}
