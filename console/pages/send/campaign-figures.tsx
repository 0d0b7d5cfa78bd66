// What has become of a campaign, in numbers; each shows the customers behind it.
import { Text } from "@mantine/core";
import { useAddress } from "../../ui/go.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import { minorOfMicros, type CampaignView, type Progress } from "./model.ts";
import styles from "./send.module.css";
import { words } from "./words.ts";

const OVER = ["handed_over", "delivered", "failed", "expired", "uncertain"] as const;

/** How much of what is to be said has left, from 0 to 1. */
export function shareOf({ messages, waiting }: Progress): number {
  const over = OVER.reduce((sum, state) => sum + (messages[state] ?? 0), 0);
  const left = (messages["planned"] ?? 0) + (messages["queued"] ?? 0) + (messages["held"] ?? 0);
  const all = over + left + waiting;
  return all === 0 ? 0 : over / all;
}

const STATES = [
  "planned",
  "queued",
  "handed_over",
  "delivered",
  "failed",
  "expired",
  "held",
  "uncertain",
] as const;

/** All numbers, by what they are about. */
export function Figures({ view: { progress, currency } }: { readonly view: CampaignView }) {
  const t = useWords(words);
  const { money, number } = useFormat();
  const { messages, not_said: notSaid } = progress;
  const silent = Object.values(notSaid).reduce((sum, count) => sum + count, 0);
  const paid = progress.paid_minor.map((one) => money(one.minor, one.currency)).join(", ");
  const price = money(minorOfMicros(progress.price_micros), currency);
  return (
    <div className={styles.figures}>
      <One what="all" label={t.targets} count={progress.targets} />
      {progress.waiting > 0 && (
        <One
          what="waiting"
          label={t.waiting}
          count={progress.waiting}
          hint={<Why counts={progress.waiting_why} />}
        />
      )}
      {STATES.filter((state) => (messages[state] ?? 0) > 0).map((state) => (
        <One key={state} what={state} label={t[state]} count={messages[state] ?? 0} />
      ))}
      {silent > 0 && (
        <One what="not_said" label={t.notSaid} count={silent} hint={<Why counts={notSaid} />} />
      )}
      <One what="replied" label={t.replied} count={progress.replied} hint={t.within48} />
      <One
        what="paid"
        label={t.paidCount}
        count={progress.paid}
        hint={paid === "" ? t.within48 : `${paid}, ${t.within48}`}
      />
      <One what="opted_out" label={t.optedOut} count={progress.opted_out} hint={t.within48} />
      <div>
        <Text size="xs" c="dimmed">
          {t.price}
        </Text>
        <span className={styles.number}>{price}</span>
        <Text size="xs" c="dimmed">
          {`${number(progress.segments)} ${t.segments(progress.segments).replace(/^[\d\s.,]+/, "")}`}
        </Text>
      </div>
    </div>
  );
}

function One({
  what,
  label,
  count,
  hint,
}: {
  readonly what: string;
  readonly label: string;
  readonly count: number;
  readonly hint?: React.ReactNode;
}) {
  const { number } = useFormat();
  const [address, setAddress] = useAddress();
  const isChosen = (address["what"] ?? "all") === what;
  const choose = () => setAddress({ what: what === "all" ? undefined : what, reason: undefined });
  return (
    <button type="button" className={styles.figure} aria-pressed={isChosen} onClick={choose}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <span className={styles.number}>{number(count)}</span>
      {hint !== undefined && (
        <Text size="xs" c="dimmed" component="div">
          {hint}
        </Text>
      )}
    </button>
  );
}

function Why({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const t = useWords(words);
  const { number } = useFormat();
  const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      {sorted.slice(0, 4).map(([why, count]) => (
        <div key={why}>{`${number(count)} ${t.reasons[why] ?? why}`}</div>
      ))}
    </>
  );
}
