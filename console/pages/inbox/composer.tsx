// The answer as it is written: kept over a reload, said to colleagues while it is written, never sent past what was not read.
import { Alert, Button, Group, Menu, Select, Text, Textarea, TextInput } from "@mantine/core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { done, DunlinProblem } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { Problem } from "../../ui/problem.tsx";
import { useActions } from "../../ui/shortcuts.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import styles from "./inbox.module.css";
import { newestOf, type Talk } from "./model.ts";
import { words } from "./words.ts";

/** The sign that somebody writes stands for 15 seconds. */
const SIGN_MS = 8_000;
type Channel = "sms" | "email" | "voice" | "whatsapp" | "messenger" | "chat";

export function Composer({ talk }: { readonly talk: Talk }) {
  const t = useWords(words);
  const code = useCodes();
  const may = useMay();
  const { dunlin, memory } = useConnection();
  const id = talk.conversation_id;
  const [draft, setDraft, forget] = useDraft(`talk:${id}`, {
    text: "",
    note: false,
    channel: "",
    subject: "",
  });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const field = useRef<HTMLTextAreaElement>(null);
  const sign = useSign(id);
  // What was there when the answer was begun: more than that must be read before it goes.
  const seen = useRef<string | null>(null);
  const newest = newestOf(talk);
  useEffect(() => {
    if (draft.text === "" || seen.current === null) seen.current = newest;
  }, [draft.text === "", newest]);
  const channels = useMemo(() => channelsOf(talk), [talk.messages.length]);
  const usual = channels[0] ?? "sms";
  const channel = (channels.find((one) => one === draft.channel) ?? usual) as Channel;
  const allowed = may("conversations:write");
  useActions(
    useMemo(
      () =>
        allowed
          ? [
              {
                id: "talk reply",
                label: t.focusReply,
                keys: "r",
                run: () => {
                  setDraft((was) => ({ ...was, note: false }));
                  field.current?.focus();
                },
              },
              {
                id: "talk note",
                label: t.note,
                keys: "n",
                run: () => {
                  setDraft((was) => ({ ...was, note: true }));
                  field.current?.focus();
                },
              },
            ]
          : [],
      [t, allowed, id],
    ),
  );
  if (!allowed) return null;
  const send = async () => {
    if (draft.text.trim() === "" || busy) return;
    setBusy(true);
    setError(undefined);
    const params = { path: { conversation_id: id } };
    try {
      if (draft.note) {
        const body = { text: draft.text };
        await done(dunlin.POST("/v1/conversations/{conversation_id}/notes", { params, body }));
      } else {
        const body = {
          last_seen_id: seen.current,
          text: draft.text,
          channel,
          ...(channel === "email" && draft.subject !== "" && { subject: draft.subject }),
        };
        await done(dunlin.POST("/v1/conversations/{conversation_id}/reply", { params, body }));
      }
      forget();
      seen.current = null;
    } catch (problem) {
      setError(problem);
    }
    setBusy(false);
    await memory.invalidateQueries();
  };
  const missed = isMissed(error);
  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (missed) seen.current = newest;
        void send();
      }}
    >
      {missed && (
        <Alert color="yellow" role="alert" title={t.came}>
          {(error as DunlinProblem).problem.errors?.map(({ message }) => (
            <Text key={message} size="sm">
              {message}
            </Text>
          ))}
          <Text size="xs">{t.cameHelp}</Text>
        </Alert>
      )}
      {error !== undefined && !missed && <Problem error={error} />}
      {channel === "email" && !draft.note && (
        <TextInput
          size="xs"
          aria-label={t.subject}
          placeholder={t.subject}
          value={draft.subject}
          onChange={({ currentTarget: { value } }) =>
            setDraft((was) => ({ ...was, subject: value }))
          }
        />
      )}
      <Textarea
        ref={field}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={draft.note ? 4_000 : 2_000}
        aria-label={draft.note ? t.note : t.replyTo(code("channel", channel))}
        placeholder={draft.note ? `${t.note}. ${t.noteHelp}` : t.replyTo(code("channel", channel))}
        value={draft.text}
        onChange={({ currentTarget: { value } }) => {
          setDraft((was) => ({ ...was, text: value }));
          if (!draft.note) sign();
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (missed) seen.current = newest;
            void send();
          }
          if (event.key === "Escape") field.current?.blur();
        }}
      />
      <Group justify="space-between" gap="xs">
        <Group gap={6}>
          {!draft.note && channels.length > 1 && (
            <Select
              size="xs"
              w={120}
              aria-label={t.channel}
              allowDeselect={false}
              data={channels.map((value) => ({ value, label: code("channel", value) }))}
              value={channel}
              onChange={(value) => setDraft((was) => ({ ...was, channel: value ?? "" }))}
            />
          )}
          {!draft.note && (
            <Canned
              id={id}
              insert={(text) => {
                setDraft((was) => ({
                  ...was,
                  text: was.text === "" ? text : `${was.text.trimEnd()}\n${text}`,
                }));
                field.current?.focus();
              }}
            />
          )}
          <Button
            variant="subtle"
            size="compact-sm"
            aria-pressed={draft.note}
            onClick={() => setDraft((was) => ({ ...was, note: !was.note }))}
          >
            {draft.note ? t.reply : t.note}
          </Button>
        </Group>
        <Button type="submit" loading={busy} disabled={draft.text.trim() === ""}>
          {draft.note ? t.saveNote : missed ? t.sendAll : t.send}
        </Button>
      </Group>
    </form>
  );
}

const isMissed = (error: unknown): error is DunlinProblem =>
  error instanceof DunlinProblem &&
  error.problem.status === 409 &&
  (error.problem.errors ?? []).length > 0;

/** Those of the thread, the last one first. */
function channelsOf({ messages }: Talk): readonly string[] {
  const heard = messages.filter(({ direction }) => direction === "in").toReversed();
  return [...new Set(heard.map(({ channel }) => channel))];
}

/** Tells colleagues that somebody writes, while they do. */
function useSign(id: string): () => void {
  const { dunlin } = useConnection();
  const last = useRef(0);
  return useCallback(() => {
    const now = performance.now();
    if (last.current !== 0 && now - last.current < SIGN_MS) return;
    last.current = now;
    const params = { path: { conversation_id: id } };
    void dunlin.POST("/v1/conversations/{conversation_id}/writing", { params }).catch(() => {});
  }, [id, dunlin]);
}

/** Answers that were written once; what is put in is what this customer would read. */
function Canned({ id, insert }: { readonly id: string; readonly insert: (text: string) => void }) {
  const t = useWords(words);
  const told = useTold();
  const { dunlin } = useConnection();
  const [open, setOpen] = useState(false);
  const [find, setFind] = useState("");
  const { data } = useApi().useQuery("get", "/v1/canned-answers", {}, { enabled: open });
  const names = [...new Set(data?.canned_answers.map(({ name }) => name))];
  const found = names.filter((name) => name.replaceAll("_", " ").includes(find.toLowerCase()));
  useActions(
    useMemo(
      () => [{ id: "talk canned", label: t.canned, keys: "c", run: () => setOpen(true) }],
      [t],
    ),
  );
  const take = async (name: string) => {
    try {
      const params = { path: { conversation_id: id, name } };
      const { text } = await done(
        dunlin.GET("/v1/conversations/{conversation_id}/canned-answers/{name}", { params }),
      );
      insert(text);
    } catch (error) {
      told.problem(error);
    }
  };
  return (
    <Menu opened={open} onChange={setOpen} position="top-start" width={280}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm">
          {t.canned}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {names.length > 6 && (
          <TextInput
            size="xs"
            m={4}
            aria-label={t.findCanned}
            placeholder={t.findCanned}
            value={find}
            onChange={({ currentTarget: { value } }) => setFind(value)}
          />
        )}
        {data && names.length === 0 && <Menu.Label>{t.noCanned}</Menu.Label>}
        {found.map((name) => (
          <Menu.Item key={name} onClick={() => void take(name)}>
            {name.replaceAll(/[_-]/g, " ")}
            <Text size="xs" c="dimmed" lineClamp={2}>
              {data?.canned_answers.find((one) => one.name === name)?.body}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
