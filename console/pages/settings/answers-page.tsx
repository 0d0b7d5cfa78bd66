// Languages that there are texts in, and answers that are written once.
import { Button, Group, Modal, Stack, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Go } from "../../ui/go.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Part, useAct } from "./parts.tsx";
import { words as shared } from "./words.ts";

type Canned = {
  readonly name: string;
  readonly language: string;
  readonly body: string;
  readonly disclosure: "unverified" | "name" | "full";
};

/** /settings/answers */
export function AnswersPage() {
  const t = useWords(words);
  const may = useMay();
  const mayWrite = may("templates:write");
  const [open, setOpen] = useState<Partial<Canned>>();
  const { data, error, refetch } = useApi().useQuery("get", "/v1/canned-answers");
  return (
    <Settings
      section="answers"
      actions={mayWrite && <Button onClick={() => setOpen({})}>{t.addAnswer}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && (
        <Part title={t.answers} help={t.answersHelp}>
          <Answers answers={data.canned_answers} {...(mayWrite && { edit: setOpen })} />
        </Part>
      )}
      {may("templates:read") && <Languages />}
      {open && <Write answer={open} close={() => setOpen(undefined)} />}
    </Settings>
  );
}

function Answers({
  answers,
  edit,
}: {
  readonly answers: readonly Canned[];
  readonly edit?: (one: Canned) => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const confirm = useConfirm();
  const { act } = useAct();
  const remove = async (name: string) => {
    const question = { title: s.remove, effect: t.removeAnswer(name), action: s.remove };
    if (!(await confirm({ ...question, danger: true }))) return;
    const params = { path: { name } };
    await act(
      async () => await done(dunlin.DELETE("/v1/canned-answers/{name}", { params })),
      s.removed,
    );
  };
  const columns: readonly Column<Canned>[] = [
    { id: "name", head: s.name, width: "minmax(0, 1fr)", cell: ({ name }) => name },
    { id: "language", head: t.language, width: "72px", cell: ({ language }) => language },
    { id: "text", head: t.text, width: "minmax(0, 2fr)", wideOnly: true, cell: ({ body }) => body },
    {
      id: "disclosure",
      head: t.discloses,
      width: "170px",
      wideOnly: true,
      cell: ({ disclosure }) => t.disclosure[disclosure],
    },
    ...(edit
      ? [
          {
            id: "remove",
            head: c.actions,
            width: "84px",
            right: true,
            cell: ({ name }: Canned) => (
              <Button
                size="compact-xs"
                variant="default"
                aria-label={`${s.remove}: ${name}`}
                onClick={() => void remove(name)}
              >
                {s.remove}
              </Button>
            ),
          },
        ]
      : []),
  ];
  return (
    <Rows
      label={t.answers}
      rows={answers}
      columns={columns}
      keyOf={({ name, language }) => `${name} ${language}`}
      {...(edit && { onOpen: edit })}
      empty={<Empty title={t.noAnswers} />}
    />
  );
}

function Write({
  answer,
  close,
}: {
  readonly answer: Partial<Canned>;
  readonly close: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { language } = useLanguage();
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["name", "language", "body"]);
  const [typed, setTyped, forget] = useDraft(
    `canned-${answer.name ?? ""}-${answer.language ?? ""}`,
    {
      name: answer.name ?? "",
      language: answer.language ?? language,
      body: answer.body ?? "",
    },
  );
  const set = (field: keyof typeof typed) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [field]: value }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { name, ...body } = typed;
    const params = { path: { name } };
    const ok = await act(
      async () => await done(dunlin.PUT("/v1/canned-answers/{name}", { params, body })),
      s.saved,
    );
    if (!ok) return;
    forget();
    close();
  };
  const needed = { required: true, withAsterisk: false } as const;
  return (
    <Modal
      opened
      onClose={close}
      title={answer.name ?? t.addAnswer}
      size="lg"
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Group grow align="flex-start">
            <TextInput
              {...needed}
              label={t.answerName}
              description={t.answerNameHelp}
              readOnly={answer.name !== undefined}
              value={typed.name}
              error={fault("name")}
              onChange={set("name")}
            />
            <TextInput
              {...needed}
              label={t.language}
              description={t.languageHelp}
              value={typed.language}
              error={fault("language")}
              onChange={set("language")}
            />
          </Group>
          <Textarea
            {...needed}
            label={t.text}
            autosize
            minRows={4}
            maxLength={2_000}
            data-autofocus
            value={typed.body}
            error={fault("body")}
            onChange={set("body")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {c.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Languages() {
  const t = useWords(words);
  const { number } = useFormat();
  const { language } = useLanguage();
  const { data } = useApi().useQuery("get", "/v1/templates");
  if (!data) return <Waiting lines={3} />;
  const names = new Intl.DisplayNames([language], { type: "language" });
  const groups = [...Map.groupBy(data.templates, (one) => one.language)];
  const rows = groups.map(([code, all]) => ({
    code,
    own: all.filter(({ origin }) => origin === "own").length,
    shipped: all.filter(({ origin }) => origin === "shipped").length,
  }));
  return (
    <Part title={t.texts} help={t.textsHelp}>
      <Rows
        label={t.texts}
        rows={rows}
        keyOf={({ code }) => code}
        columns={[
          {
            id: "language",
            head: t.language,
            width: "minmax(0, 2fr)",
            cell: ({ code }) => (
              <Go to="templates" search={{ language: code }}>
                {names.of(code) ?? code}
              </Go>
            ),
          },
          { id: "own", head: t.own, right: true, cell: ({ own }) => number(own) },
          { id: "shipped", head: t.shipped, right: true, cell: ({ shipped }) => number(shipped) },
        ]}
      />
    </Part>
  );
}
