// Where files come in: dropped anywhere on the frame, or chosen.
import { Button, Text } from "@mantine/core";
import { useRef, useState, type ReactNode } from "react";
import { useWords } from "../../words/catalogue.ts";
import styles from "./import.module.css";
import { words } from "./words.ts";

/** A frame that takes dropped files; `compact` is only the button. */
export function Drop({
  onFiles,
  busy,
  compact = false,
}: {
  readonly onFiles: (files: readonly File[]) => void;
  readonly busy: boolean;
  readonly compact?: boolean;
}) {
  const t = useWords(words);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const chooser = (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        className={styles.hidden}
        aria-label={compact ? t.another : t.choose}
        aria-hidden
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
      <Button
        variant={compact ? "default" : "filled"}
        loading={busy}
        onClick={() => input.current?.click()}
      >
        {compact ? t.another : t.choose}
      </Button>
    </>
  );
  if (compact) return chooser;
  return (
    <div
      className={`${styles.drop} ${over ? styles.over : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <Text fw={600}>{t.dropTitle}</Text>
      <Text size="sm" c="dimmed" maw={520} mb={8}>
        {t.dropHelp}
      </Text>
      {chooser}
    </div>
  );
}

/** A part of the page with a heading. */
export function Part({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <div style={{ display: "flex", justifyContent: "space-between", gap: 12, flexWrap: "wrap" }}>
        <Text component="h2" fw={600} fz="lg" mb={8}>
          {title}
        </Text>
        {aside}
      </div>
      {children}
    </section>
  );
}
