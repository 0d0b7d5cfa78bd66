// What it says to real customers, the worst cases first, one after the other.
import { ActionIcon, Alert, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useFormat } from "../../words/format.ts";
import { BackIcon, NextIcon } from "../../ui/icons.tsx";
import { useShortcut } from "./use-shortcut.ts";
import { useWords } from "../../words/catalogue.ts";
import { minorOfMicros, type Example, type Preview } from "./model.ts";
import styles from "./send.module.css";
import { words } from "./words.ts";

export function Previewed({
  preview,
  isFresh,
}: {
  readonly preview: Preview;
  readonly isFresh: boolean;
}) {
  const t = useWords(words);
  const { money, moment } = useFormat();
  const [asked, setAsked] = useState(0);
  const all = preview.examples.length;
  const at = Math.min(asked, Math.max(0, all - 1));
  const example = preview.examples[at];
  const step = (by: number) => setAsked((at + by + all) % Math.max(1, all));
  useShortcut("]", t.next, () => step(1));
  useShortcut("[", t.previous, () => step(-1));
  const { estimate, currency } = preview;
  const facts = [
    preview.held > 0 ? t.wouldBeHeld(preview.held) : undefined,
    preview.ucs2 > 0 ? t.withUcs2(preview.ucs2) : undefined,
    preview.longest_segments > 1 ? t.longest(preview.longest_segments) : undefined,
  ].filter((one) => one !== undefined);
  return (
    <Stack gap="xs" style={{ opacity: isFresh ? 1 : 0.6 }}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t.previewHelp}
        </Text>
        {all > 0 && (
          <Group gap={4} wrap="nowrap">
            <ActionIcon variant="default" aria-label={t.previous} onClick={() => step(-1)}>
              <BackIcon />
            </ActionIcon>
            <Text size="xs" style={{ whiteSpace: "nowrap" }} aria-live="polite">
              {t.of(at + 1, all)}
            </Text>
            <ActionIcon variant="default" aria-label={t.next} onClick={() => step(1)}>
              <NextIcon />
            </ActionIcon>
          </Group>
        )}
      </Group>
      {example && <One example={example} currency={currency} />}
      {facts.length > 0 && <Text size="xs">{facts.join(" · ")}</Text>}
      {estimate.messages > 0 && (
        <Text size="xs" c="dimmed">
          {t.estimate(money(minorOfMicros(estimate.price_micros), currency), estimate.segments)}
          {". "}
          {estimate.finishes_at === null ? t.neverDone : t.done(moment(estimate.finishes_at))}
        </Text>
      )}
    </Stack>
  );
}

function One({ example, currency }: { readonly example: Example; readonly currency: string }) {
  const t = useWords(words);
  const { money } = useFormat();
  const held = example.state === "planned" ? undefined : (example.reason ?? example.state);
  const price = money(minorOfMicros(example.price_micros), currency);
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500}>
        {`${example.name} `}
        <Text span size="xs" c="dimmed">
          {`${example.reference} · ${t.channels[example.channel] ?? example.channel} · ${example.address} · ${example.language}`}
        </Text>
      </Text>
      {held !== undefined && (
        <Alert color="red" variant="light" p="xs">
          {t.heldFor(held)}
        </Alert>
      )}
      {example.subject !== null && (
        <Text size="sm" fw={600}>
          {example.subject}
        </Text>
      )}
      {example.text !== null && (
        <div className={styles.bubble} tabIndex={0} role="region" aria-label={t.said}>
          <Marked text={example.text} sign={example.offending} />
        </div>
      )}
      <Text size="xs" c="dimmed">
        {[
          t.segments(example.segments),
          price,
          ...(example.offending === null ? [] : [t.forces(example.offending)]),
          ...(example.decision === null
            ? []
            : [t.wouldWait(t.reasons[example.decision] ?? example.decision)]),
          ...(example.disclosure === "full" ? [] : [t.reservedShown]),
        ].join(" · ")}
      </Text>
    </Stack>
  );
}

function Marked({ text, sign }: { readonly text: string; readonly sign: string | null }) {
  if (sign === null) return <>{text}</>;
  return (
    <>
      {text.split(sign).map((part, at) => (
        <span key={at}>
          {at > 0 && <mark>{sign}</mark>}
          {part}
        </span>
      ))}
    </>
  );
}
