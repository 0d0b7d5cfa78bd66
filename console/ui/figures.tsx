// Numbers, days and moments as elements.
import { Text, Tooltip } from "@mantine/core";
import { useFormat, type Minor } from "../words/format.ts";
import styles from "./figures.module.css";
import { Go, type Address } from "./go.tsx";

/** An amount, exactly, right for columns. */
export function Money({ minor, currency }: { readonly minor: Minor; readonly currency: string }) {
  return <span className={styles.figure}>{useFormat().money(minor, currency)}</span>;
}

/** A date. */
export function Day({ date }: { readonly date: string }) {
  return <time dateTime={date}>{useFormat().day(date)}</time>;
}

/** How long ago; the exact moment on pointing at it. */
export function Ago({ at }: { readonly at: string }) {
  const { ago, moment } = useFormat();
  return (
    <Tooltip label={moment(at)}>
      <time dateTime={at}>{ago(at)}</time>
    </Tooltip>
  );
}

/** Date and time in the client's zone. */
export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at}>{useFormat().moment(at)}</time>;
}

/** A figure with its name; leads to the rows behind it. */
export function Figure({
  label,
  value,
  hint,
  to,
  search,
}: {
  readonly label: string;
  readonly value: string;
  readonly hint?: string | undefined;
  readonly to?: string;
  readonly search?: Address;
}) {
  const number = <span className={styles.big}>{value}</span>;
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      {to === undefined ? (
        number
      ) : (
        <Go to={to} {...(search && { search })} c="inherit">
          {number}
        </Go>
      )}
      {hint !== undefined && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
    </div>
  );
}
