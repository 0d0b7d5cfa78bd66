// What was said and noted, in order; one click corrects what words were taken for.
import { Badge, Menu, Text, UnstyledButton } from "@mantine/core";
import { useMemo } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Moment } from "../../ui/figures.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import styles from "./inbox.module.css";
import { INTENTS, nameOf, type Intent, type Said, type Talk } from "./model.ts";
import { words } from "./words.ts";

type Shown =
  | { readonly at: string; readonly said: Said }
  | { readonly at: string; readonly note: Talk["notes"][number] };

export function Messages({ talk }: { readonly talk: Talk }) {
  const t = useWords(words);
  const code = useCodes();
  const shown: readonly Shown[] = useMemo(
    () =>
      [
        ...talk.messages.map((said) => ({ at: said.at, said })),
        ...talk.notes.map((note) => ({ at: note.at, note })),
      ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    [talk],
  );
  return (
    <ol className={styles.thread}>
      {shown.map((one) =>
        "note" in one ? (
          <li key={one.note.note_id} className={`${styles.message} ${styles.noted}`}>
            <div className={styles.bubble}>{one.note.text}</div>
            <div className={styles.meta}>
              {t.notesBy(nameOf(one.note.by))} · <Moment at={one.at} />
            </div>
          </li>
        ) : (
          <li
            key={one.said.id}
            className={`${styles.message} ${one.said.direction === "out" ? styles.ours : ""}`}
          >
            <div className={styles.bubble}>
              {one.said.subject !== null && (
                <Text size="xs" c="dimmed">
                  {t.subjectLine(one.said.subject)}
                </Text>
              )}
              {one.said.text}
            </div>
            <div className={styles.meta}>
              <span>
                {code("channel", one.said.channel)} · <Moment at={one.at} />
                {one.said.direction === "out" && ` · ${code("state", one.said.state)}`}
                {one.said.reason !== null && ` · ${code("reason", one.said.reason)}`}
              </span>
              {one.said.direction === "in" && <Reading said={one.said} />}
            </div>
          </li>
        ),
      )}
    </ol>
  );
}

/** What the words were taken for; one click says what they mean. */
function Reading({ said }: { readonly said: Said }) {
  const t = useWords(words);
  const code = useCodes();
  const may = useMay();
  const told = useTold();
  const { dunlin, memory } = useConnection();
  if (said.automatic) return null;
  const intent = said.corrected ?? said.intent ?? "other";
  const correct = async (meant: Intent) => {
    try {
      const body = { message_id: said.id, intent: meant };
      await done(dunlin.POST("/v1/reading-corrections", { body }));
      told.done(t.corrected(code("intent", meant)));
    } catch (error) {
      told.problem(error);
    }
    await memory.invalidateQueries();
  };
  const badge = (
    <Badge
      size="xs"
      tt="none"
      fw={500}
      lts={0}
      variant={said.corrected === null ? "outline" : "light"}
    >
      {code("intent", intent)}
    </Badge>
  );
  if (!may("conversations:write")) return badge;
  return (
    <Menu position="bottom-start" width={200}>
      <Menu.Target>
        <UnstyledButton aria-label={`${t.intent}: ${code("intent", intent)}. ${t.correct}`}>
          {badge}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.correct}</Menu.Label>
        {INTENTS.map((one) => (
          <Menu.Item key={one} disabled={one === intent} onClick={() => void correct(one)}>
            {code("intent", one)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
