// Whom to phone, live: whoever pays fades and leaves while one looks.
import { Anchor, Badge, Button, Text } from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { toDecimal } from "../../ui/charts.tsx";
import { Money } from "../../ui/figures.tsx";
import { Empty, Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows } from "../../ui/rows.tsx";
import { save, toCsv } from "../../ui/save.ts";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import styles from "./calls.module.css";
import { PromiseForm } from "./promise-form.tsx";
import { keyOf, useCallList, type Call, type Shown } from "./use-call-list.ts";
import { words } from "./words.ts";

const TODAY_MS = 60_000;

/** Whom to phone. */
export function CallsPage() {
  const t = useWords(words);
  const { rows, data, error, refetch } = useCallList();
  const { data: today } = useApi().useQuery("get", "/v1/today", {}, { staleTime: TODAY_MS });
  const [promising, setPromising] = useState<Call>();
  const here = rows.filter(({ left }) => !left);
  const saveTable = () =>
    save(
      toCsv([
        [t.customer, "", t.phone, "", t.due, t.late],
        ...here.map((one) => [
          one.customer,
          one.name,
          one.phone,
          one.currency,
          toDecimal(one.due_minor, one.currency),
          one.days_late,
        ]),
      ]),
      "calls.csv",
    );
  return (
    <Page
      title={t.title}
      actions={
        here.length > 0 && (
          <>
            <Text size="sm" c="dimmed" role="status">
              {t.people(here.length)}
            </Text>
            <Button variant="default" onClick={saveTable}>
              {t.csv}
            </Button>
          </>
        )
      }
    >
      <Text size="sm" c="dimmed" maw={640}>
        {t.help}
      </Text>
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {!data && error === null && <Waiting />}
      {data && <CallRows rows={rows} promise={setPromising} />}
      {promising && today && (
        <PromiseForm call={promising} today={today.date} close={() => setPromising(undefined)} />
      )}
    </Page>
  );
}

function CallRows({
  rows,
  promise,
}: {
  readonly rows: readonly Shown[];
  readonly promise: (call: Call) => void;
}) {
  const t = useWords(words);
  const { number, percent } = useFormat();
  const may = useMay();
  return (
    <Rows
      label={t.title}
      rows={rows}
      keyOf={keyOf}
      {...(may("customers:read") && {
        to: ({ customer }: Shown) => `customers/${encodeURIComponent(customer)}`,
      })}
      empty={<Empty title={t.nobody} help={t.nobodyHelp} />}
      columns={[
        {
          id: "name",
          head: t.customer,
          width: "minmax(0, 2fr)",
          cell: (row) => <Name row={row} />,
        },
        {
          id: "phone",
          head: t.phone,
          width: "minmax(108px, 1fr)",
          cell: (row) => <Phone row={row} />,
        },
        {
          id: "due",
          head: t.due,
          right: true,
          width: "88px",
          cell: ({ due_minor: minor, currency, left }) => (
            <span className={left ? styles.left : ""}>
              <Money minor={minor} currency={currency} />
            </span>
          ),
        },
        {
          id: "late",
          head: t.late,
          right: true,
          wideOnly: true,
          width: "110px",
          cell: ({ days_late: days }) => number(days),
        },
        {
          id: "broken",
          head: t.broken,
          right: true,
          wideOnly: true,
          width: "120px",
          cell: ({ promises_broken: broken }) => number(broken),
        },
        {
          id: "likelihood",
          head: t.likelihood,
          right: true,
          wideOnly: true,
          width: "80px",
          cell: ({ likelihood }) => percent(likelihood),
        },
        ...(may("ledger:write")
          ? [
              {
                id: "promise",
                head: t.promise,
                right: true,
                wideOnly: true,
                width: "180px",
                cell: (row: Shown) => <Promising row={row} promise={promise} />,
              },
            ]
          : []),
      ]}
    />
  );
}

function Name({ row: { name, left, asked } }: { readonly row: Shown }) {
  const t = useWords(words);
  return (
    <span className={`${styles.name} ${left ? styles.left : ""}`} data-left={left}>
      {name}
      {asked && (
        <Badge size="xs" variant="default">
          {t.asked}
        </Badge>
      )}
    </span>
  );
}

function Phone({ row: { phone, left } }: { readonly row: Shown }) {
  const t = useWords(words);
  if (phone === null) {
    return (
      <Text size="sm" c="dimmed">
        {t.noPhone}
      </Text>
    );
  }
  if (left) return <span className={styles.left}>{phone}</span>;
  return (
    <Anchor inherit href={`tel:${phone}`}>
      {phone}
    </Anchor>
  );
}

function Promising({
  row,
  promise,
}: {
  readonly row: Shown;
  readonly promise: (call: Call) => void;
}) {
  const t = useWords(words);
  if (row.left) {
    return (
      <Text size="xs" c="dimmed">
        {t.left}
      </Text>
    );
  }
  return (
    <Button
      variant="default"
      size="compact-xs"
      aria-label={t.promiseOf(row.name)}
      onClick={() => promise(row)}
    >
      {t.promise}
    </Button>
  );
}
