// What it would do: whom it reaches, and what it says to them.
import { Skeleton, Text, Title } from "@mantine/core";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import type { Draft } from "./model.ts";
import { Previewed } from "./preview.tsx";
import styles from "./send.module.css";
import { useCount, usePreview } from "./use-composing.ts";
import { Count } from "./who.tsx";
import { words } from "./words.ts";

export function Effect({ draft }: { readonly draft: Draft }) {
  const t = useWords(words);
  const count = useCount(draft);
  const preview = usePreview(draft);
  return (
    <>
      <div className={styles.part}>
        {count.error ? (
          <Problem error={count.error} again={() => void count.refetch()} />
        ) : count.data ? (
          <Count counted={count.data} isFresh={count.isFresh} />
        ) : (
          <Skeleton height={120} aria-busy="true" />
        )}
      </div>
      <section className={styles.part} aria-label={t.preview}>
        <Title order={2} size="h5" mb="xs">
          {t.preview}
        </Title>
        {!preview.enabled ? (
          <Text size="sm" c="dimmed">
            {t.writeFirst}
          </Text>
        ) : preview.error ? (
          <Problem error={preview.error} again={() => void preview.refetch()} />
        ) : preview.data ? (
          <Previewed preview={preview.data} isFresh={preview.isFresh} />
        ) : (
          <Skeleton height={180} aria-busy="true" />
        )}
      </section>
    </>
  );
}
