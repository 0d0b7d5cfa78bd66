// The next sixty days as a calendar: how much goes out each day, what it costs, and why the rest does not.
import { Group, List, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";
import { Figure } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import { useFormat } from "../../words/format.ts";
import type { Simulated } from "./model.ts";
import styles from "./timeline.module.css";
import { words } from "./words.ts";

const DAYS = 60;
const LEVELS = 3;

type Day = Simulated["days"][number];

const messagesOf = (day: Day): number => day.sms + day.email + day.voice + (day.whatsapp ?? 0);

/** Simulates the source that is given, or what is in force. */
export function Calendar({
  source,
  isDraft,
}: {
  readonly source: string;
  readonly isDraft: boolean;
}) {
  const t = useWords(words);
  const simulate = useApi().useMutation("post", "/v1/simulate");
  const ask = () => simulate.mutate({ body: { source, days: DAYS } });
  useEffect(ask, [source]);
  return (
    <Stack component="section" aria-label={t.simulateTitle}>
      <div>
        <Title order={2}>
          {t.simulateTitle}, {isDraft ? t.simulateDraft : t.simulateInForce}
        </Title>
        <Text size="sm" c="dimmed">
          {t.simulateHelp}
        </Text>
      </div>
      {simulate.error && <Problem error={simulate.error} again={ask} />}
      {simulate.isPending && <Waiting lines={8} height={56} />}
      {simulate.data && !simulate.isPending && <Months simulated={simulate.data} />}
    </Stack>
  );
}

function Months({ simulated: { days, reasons } }: { readonly simulated: Simulated }) {
  const t = useWords(words);
  const code = useCodes();
  const { number, money } = useFormat();
  const most = Math.max(1, ...days.map(messagesOf));
  const all = days.reduce((sum, day) => sum + messagesOf(day), 0);
  const costs = new Map<string, bigint>();
  for (const { currency, minor } of days.flatMap(({ cost }) => cost)) {
    costs.set(currency, (costs.get(currency) ?? 0n) + BigInt(minor));
  }
  const cost = [...costs].map(([currency, minor]) => money(minor, currency)).join(", ");
  const told = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <Group gap="xl">
        <Figure label={t.total} value={t.messages(all)} />
        {cost !== "" && <Figure label={t.cost} value={cost} />}
      </Group>
      <Cells days={days} most={most} />
      <div>
        <Title order={3}>{t.reasonsTitle}</Title>
        <List size="sm">
          {told.slice(0, 20).map(([reason, count]) => (
            <List.Item key={reason}>
              {code("reason", reason)}: {number(count)}
            </List.Item>
          ))}
        </List>
      </div>
    </>
  );
}

/** A week a row, from the weekday of the first day on. */
function Cells({ days, most }: { readonly days: readonly Day[]; readonly most: number }) {
  const { language } = useLanguage();
  const { number, money } = useFormat();
  const locale = language === "pl" ? "pl-PL" : "en-GB";
  const short = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const at = (date: string) => new Date(`${date}T00:00:00Z`);
  const first = days[0];
  const before = first ? (at(first.date).getUTCDay() + 6) % 7 : 0;
  return (
    <div className={styles.calendar}>
      {Array.from({ length: 7 }, (_, day) => (
        <Text key={day} size="xs" c="dimmed" ta="center">
          {weekday.format(new Date(Date.UTC(2026, 5, 1 + day)))}
        </Text>
      ))}
      {Array.from({ length: before }, (_, empty) => (
        <div key={`before ${empty}`} />
      ))}
      {days.map((day) => {
        const count = messagesOf(day);
        const level = count === 0 ? undefined : Math.ceil((count / most) * LEVELS);
        return (
          <div key={day.date} className={styles.cell} data-level={level}>
            <div className={styles.date}>{short.format(at(day.date))}</div>
            {count > 0 && <div className={styles.big}>{number(count)}</div>}
            {day.cost.map(({ currency, minor }) => (
              <div key={currency}>{money(minor, currency)}</div>
            ))}
          </div>
        );
      })}
    </div>
  );
}
