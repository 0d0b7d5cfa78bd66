// Pieces that the pages of the settings are made of.
import { Button, CopyButton, Group, Stack, Text, Title } from "@mantine/core";
import { useState, type ReactNode } from "react";
import { useConnection } from "../../api/api.ts";
import { explain } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { common } from "../../words/common.ts";
import { useWords } from "../../words/catalogue.ts";
import styles from "./settings.module.css";
import { words } from "./words.ts";

/** A part of a page, with a title, a sentence of help, and what can be done. */
export function Part({
  title,
  help,
  actions,
  children,
}: {
  readonly title: string;
  readonly help?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.part} aria-label={title}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" gap="xs">
          <div>
            <Title order={2}>{title}</Title>
            {help !== undefined && (
              <Text size="sm" c="dimmed" maw={640}>
                {help}
              </Text>
            )}
          </div>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Stack>
    </section>
  );
}

export type Acting = {
  readonly busy: boolean;
  /** What was wrong with a field, by its name. */
  readonly fault: (field: string) => string | undefined;
  /** Runs it, tells of it, has everything asked anew; false when it was refused. */
  readonly act: (work: () => Promise<unknown>, told?: string) => Promise<boolean>;
};

/**
 * One thing that is done at a time: its button busy, faults at their fields, the rest told at the edge. `fields`: those that
 * the form shows faults at, which are then not told twice.
 */
export function useAct(fields: readonly string[] = []): Acting {
  const { memory } = useConnection();
  const told = useTold();
  const t = useWords(common);
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<ReadonlyMap<string, string>>(new Map());
  return {
    busy,
    fault: (field) => faults.get(field),
    act: async (work, text) => {
      setBusy(true);
      setFaults(new Map());
      try {
        await work();
        await memory.invalidateQueries();
        if (text !== undefined) told.done(text);
        return true;
      } catch (error) {
        const { fields: found } = explain(t, error);
        setFaults(found);
        const isShown = found.size > 0 && [...found.keys()].every((one) => fields.includes(one));
        if (!isShown) told.problem(error);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

/** What can be taken along: shown, with a button that copies it. */
export function Secret({ value, label }: { readonly value: string; readonly label: string }) {
  const t = useWords(words);
  return (
    <Stack gap={4} align="flex-start">
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <output className={styles.secret} aria-label={label}>
        {value}
      </output>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? t.copied : t.copy}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}

export type Tone = "good" | "warn" | "bad" | "quiet";

/** A state in a word, with a dot of its colour: the word says it without the colour, too. */
export function State({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={styles.state} data-tone={tone}>
      {children}
    </span>
  );
}

/** What came over the wire, as it is. */
export function Raw({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <pre className={styles.raw} tabIndex={0} aria-label={label}>
      {text}
    </pre>
  );
}
