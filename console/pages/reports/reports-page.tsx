// What came in, what is open, whom we reached, and which reminders are worth their price.
import { Group, SegmentedControl, Select } from "@mantine/core";
import { useClient } from "../../api/session.ts";
import { useAddress } from "../../ui/go.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { ComparedSection } from "./compared-section.tsx";
import { ContactsSection } from "./contacts-section.tsx";
import { MoneySection } from "./money-section.tsx";
import { MonthlyReport } from "./monthly-report.tsx";
import { daysBefore, PERIODS, useChoice, useFigures, useToday } from "./use-report.ts";
import { words } from "./words.ts";

/** The reports of a period. */
export function ReportsPage() {
  const t = useWords(words);
  const today = useToday();
  return (
    <Page
      title={t.title}
      {...(today !== undefined && { actions: <MonthlyReport today={today} /> })}
    >
      {today === undefined ? <Waiting lines={3} height={220} /> : <Report today={today} />}
    </Page>
  );
}

function Report({ today }: { readonly today: string }) {
  const t = useWords(words);
  const { currency: own } = useClient();
  const { days, unit, choose } = useChoice();
  const [address] = useAddress();
  const { data, error, refetch } = useFigures(today, days, unit);
  const currencies = data?.money.map(({ currency }) => currency) ?? [];
  const wanted = address["currency"] ?? own;
  const currency = currencies.includes(wanted) ? wanted : currencies[0];
  const money = data?.money.find((one) => one.currency === currency);
  return (
    <>
      <Group gap="xs">
        <SegmentedControl
          size="xs"
          aria-label={t.period}
          value={String(days)}
          onChange={(value) => choose({ days: value })}
          data={PERIODS.map((one) => ({
            value: String(one),
            label: one === 365 ? t.year : t.days(one),
          }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t.by}
          value={unit}
          onChange={(value) => choose({ unit: value })}
          data={[
            { value: "day", label: t.day },
            { value: "week", label: t.week },
          ]}
        />
        {currencies.length > 1 && currency !== undefined && (
          <Select
            size="xs"
            w={84}
            aria-label={t.currency}
            allowDeselect={false}
            value={currency}
            data={currencies}
            onChange={(value) => choose({ currency: value ?? undefined })}
          />
        )}
      </Group>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {!data && error === null && <Waiting lines={3} height={220} />}
      {data && !money && <Empty title={t.none} />}
      {money && <MoneySection money={money} unit={unit} />}
      {data && <ContactsSection contacts={data.contacts} />}
      <ComparedSection from={daysBefore(today, days)} />
    </>
  );
}
