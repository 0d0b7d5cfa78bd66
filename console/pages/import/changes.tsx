// What the import will change, in numbers, before it changes anything.
import { Alert, Group, Stack, Text } from "@mantine/core";
import { Day, Figure, Money } from "../../ui/figures.tsx";
import { WarnIcon } from "../../ui/icons.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import { Part } from "./drop.tsx";
import styles from "./import.module.css";
import type { Changes, Counts } from "./model.ts";
import { words } from "./words.ts";

export function WillChange({
  counts,
  changes,
}: {
  readonly counts: Counts;
  readonly changes: Changes;
}) {
  const t = useWords(words);
  const { number } = useFormat();
  const { customers, invoices, absent } = counts;
  const figures = [
    [`${t.customers}: ${t.created}`, customers.created],
    [`${t.customers}: ${t.updated}`, customers.updated],
    [`${t.invoices}: ${t.created}`, invoices.created],
    [`${t.invoices}: ${t.updated}`, invoices.updated],
    [`${t.invoices}: ${t.settled}`, invoices.settled],
    ...(absent > 0 ? ([[`${t.invoices}: ${t.absent}`, absent]] as const) : []),
  ] as const;
  return (
    <Part title={t.willChange}>
      <Stack gap="md">
        <div className={styles.money}>
          {figures.map(([label, value]) => (
            <Figure key={label} label={label} value={number(value)} />
          ))}
        </div>
        {changes.money.map((one) => (
          <Books key={one.currency} {...one} />
        ))}
        {changes.guard !== null && (
          <Alert color="red" variant="light" icon={<WarnIcon />} title={t.guard} role="alert">
            <Text size="sm">
              <GuardWords changes={changes} absent={absent} />
            </Text>
            <Text size="sm">{t.guardHelp}</Text>
          </Alert>
        )}
        {absent > 0 && <LeavingList changes={changes} absent={absent} />}
        <HeardOf changes={changes} />
      </Stack>
    </Part>
  );
}

/** Why the guard stops it, in the words of the user. */
export function GuardWords({
  changes: { guard, guardedFor, money },
  absent,
}: {
  readonly changes: Changes;
  readonly absent: number;
}) {
  const t = useWords(words);
  const format = useFormat();
  if (guardedFor === "order") return <>{t.guardOrder}</>;
  if (guardedFor === null) return <>{guard}</>;
  const leaving = money.filter((one) => one.absent !== "0");
  const sums = leaving.map((one) => format.money(one.absent, one.currency)).join(" + ");
  return <>{t.guardAbsence(absent, sums)}</>;
}

function Books({
  currency,
  before,
  after,
  added,
  risen,
  fallen,
  settled,
  absent,
  credits,
}: Changes["money"][number]) {
  const t = useWords(words);
  const { money } = useFormat();
  const closed = String(BigInt(settled) + BigInt(absent));
  return (
    <div className={styles.money}>
      <Figure label={`${t.open}, ${t.before}`} value={money(before, currency)} />
      <Figure label={t.added} value={`+\u00a0${money(added, currency)}`} />
      {risen !== "0" && <Figure label={t.risen} value={`+\u00a0${money(risen, currency)}`} />}
      <Figure
        label={t.fallen}
        value={`−\u00a0${money(fallen, currency)}`}
        hint={closed === "0" ? undefined : `${t.ofThose} ${money(closed, currency)}`}
      />
      {credits !== "0" && (
        <Figure label={t.credits} value={money(String(-BigInt(credits)), currency)} />
      )}
      <Figure label={`${t.open}, ${t.after}`} value={money(after, currency)} />
    </div>
  );
}

const SHOWN = 10;

function LeavingList({ changes, absent }: { readonly changes: Changes; readonly absent: number }) {
  const t = useWords(words);
  const shown = changes.leaving.slice(0, SHOWN);
  const title = t.leaving(absent, t.leavingCustomers(changes.leavingCustomers));
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {title}
      </Text>
      <div className={styles.scroller} role="region" aria-label={title} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t.customer}</th>
              <th scope="col">{t.invoice}</th>
              <th scope="col">{t.due}</th>
              <th scope="col" className={styles.right}>
                {t.amount}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr key={one.invoice}>
                <td>
                  {one.name} {one.customer}
                </td>
                <td>{one.invoice}</td>
                <td>
                  <Day date={one.dueOn} />
                </td>
                <td className={styles.right}>
                  <Money minor={one.openMinor} currency={one.currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {absent > shown.length && (
        <Text size="xs" c="dimmed" mt={4}>
          {t.leavingMost(shown.length)}
        </Text>
      )}
    </div>
  );
}

function HeardOf({ changes: { heard } }: { readonly changes: Changes }) {
  const t = useWords(words);
  const { number } = useFormat();
  if (heard === null) return null;
  const sentence =
    heard.unknown === "no_policy"
      ? t.heardNoPolicy
      : heard.unknown === "too_many"
        ? t.heardTooMany
        : heard.messages === 0
          ? t.heardNobody
          : t.heardSome(heard.messages, heard.customers);
  return (
    <div>
      <Text size="sm" fw={500}>
        {t.heard}
      </Text>
      <Text size="sm">{sentence}</Text>
      <Group gap="md">
        {heard.steps.map(({ step, channel, messages }) => (
          <Text key={`${step} ${channel}`} size="xs" c="dimmed">
            {step}, {channel}: {number(messages)}
          </Text>
        ))}
        {heard.reconsidered > 0 && (
          <Text size="xs" c="dimmed">
            {t.reconsidered(heard.reconsidered)}
          </Text>
        )}
      </Group>
    </div>
  );
}
