// What went wrong, in words that say what to do; nothing that was entered is touched by it.
import { Alert, Button, List, Stack, Text } from "@mantine/core";
import { DunlinProblem, type Problem as Document } from "../../sdk/client.ts";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { WarnIcon } from "./icons.tsx";

export type Told = {
  readonly title: string;
  readonly help: string | undefined;
  /** What was wrong with which field, by its name. */
  readonly fields: ReadonlyMap<string, string>;
  readonly status: number | undefined;
};

const isDocument = (error: unknown): error is Document =>
  typeof error === "object" && error !== null && "status" in error && "detail" in error;

type Words = (typeof common)["en"];

function wordsFor(t: Words, { status, detail }: Document): readonly [string, string | undefined] {
  if (status === 401) return [t.signedOut, undefined];
  if (status === 403) return [t.forbidden, `${detail}. ${t.forbiddenHelp}`];
  if (status === 404) return [t.missing, detail];
  if (status === 409 || status === 412) return [t.conflict, `${detail}. ${t.conflictHelp}`];
  if (status === 429) return [t.busy, t.busyHelp];
  if (status < 500) return [t.invalid, detail];
  return [t.failed, t.failedHelp];
}

/** Words for an error of the API, or of the way to it. */
export function explain(t: Words, error: unknown): Told {
  const document = error instanceof DunlinProblem ? error.problem : error;
  if (!isDocument(document)) {
    return { title: t.unreachable, help: t.unreachableHelp, fields: new Map(), status: undefined };
  }
  const [title, help] = wordsFor(t, document);
  const named = document.errors ?? [];
  const fields = new Map(named.map(({ field, message }) => [field, message]));
  return { title, help, fields, status: document.status };
}

/** Where a list or a form should be, when it could not be had. */
export function Problem({
  error,
  again,
}: {
  readonly error: unknown;
  readonly again?: (() => void) | undefined;
}) {
  const t = useWords(common);
  const { title, help, fields } = explain(t, error);
  return (
    <Alert color="red" variant="light" icon={<WarnIcon />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        {help !== undefined && fields.size === 0 && <Text size="sm">{help}</Text>}
        {fields.size > 0 && (
          <List size="sm">
            {[...fields].map(([field, message]) => (
              <List.Item key={field}>
                <b>{field}</b> {message}
              </List.Item>
            ))}
          </List>
        )}
        {again && (
          <Button variant="default" onClick={again}>
            {t.again}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
