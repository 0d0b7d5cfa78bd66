// The frame of every action on a customer: a form that keeps what was written, says what went wrong, and tells when the customer
// changed meanwhile.
import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useRef, useState, type ReactNode } from "react";
import { DunlinProblem } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { actionWords } from "./action-words.ts";
import type { Whole } from "./model.ts";

/** What an action is done with: the version of the customer that whoever does it has seen. */
export type Seen = { readonly headers: { readonly "if-match": string } };

export function ActionDialog({
  title,
  verb,
  danger = false,
  ready = true,
  size = "md",
  customer,
  close,
  submit,
  children,
}: {
  readonly title: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly ready?: boolean;
  readonly size?: string;
  readonly customer: Whole;
  readonly close: () => void;
  /** "stay" keeps it open: it has something to show. */
  readonly submit: (seen: Seen) => Promise<void | "stay">;
  readonly children: ReactNode;
}) {
  const t = useWords(actionWords);
  const c = useWords(common);
  const { memory } = useConnection();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  // What was seen when the form was opened; after a conflict, what is seen now.
  const seen = useRef(customer.facts_version);
  const stale = error instanceof DunlinProblem && error.problem.status === 409;
  const send = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const after = await submit({ headers: { "if-match": `"${seen.current}"` } });
      if (after !== "stay") close();
      void memory.invalidateQueries();
    } catch (problem) {
      setError(problem);
      if (problem instanceof DunlinProblem && problem.problem.status === 409) {
        await memory.refetchQueries({ predicate: ({ queryKey }) => isOverview(queryKey) });
        const now = memory
          .getQueriesData<Whole>({ predicate: ({ queryKey }) => isOverview(queryKey) })
          .map(([, data]) => data)
          .find((one) => one?.customer_id === customer.customer_id);
        seen.current = now?.facts_version ?? seen.current;
      }
    }
    setBusy(false);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack gap="sm">
          {children}
          {stale && (
            <Alert color="yellow" role="alert">
              {t.stale}
            </Alert>
          )}
          {error !== undefined && !stale && <Problem error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button
              type="submit"
              loading={busy}
              disabled={!ready}
              {...(danger && { color: "red.9" })}
            >
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const isOverview = (key: readonly unknown[]): boolean => key[1] === "/v1/customers/{ref}/overview";
