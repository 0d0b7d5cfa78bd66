import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { toDecimal } from "../../ui/charts.tsx";
import { explain, Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import type { Call } from "./use-call-list.ts";
import { words } from "./words.ts";

const plusDays = (date: string, days: number): string => {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
};

const USUAL_DAYS = 7;

/** What somebody promised on the telephone; whoever promised leaves the list. */
export function PromiseForm({
  call,
  today,
  close,
}: {
  readonly call: Call;
  /** The client's, by the installation's clock. */
  readonly today: string;
  readonly close: () => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const [amount, setAmount] = useState(toDecimal(call.due_minor, call.currency));
  const [dueOn, setDueOn] = useState(plusDays(today, USUAL_DAYS));
  const { mutateAsync, isPending, error } = useApi().useMutation(
    "post",
    "/v1/customers/{ref}/promises",
  );
  const fields = error === null ? undefined : explain(c, error).fields;
  const take = async () => {
    const body = { amount: amount.replace(",", "."), due_on: dueOn, currency: call.currency };
    await mutateAsync({ params: { path: { ref: call.customer } }, body });
    told.done(t.taken(call.name));
    close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.promiseOf(call.name)}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What was wrong stands in the form.
          void take().catch(() => undefined);
        }}
      >
        <Stack>
          {error !== null && fields?.size === 0 && <Problem error={error} />}
          <TextInput
            label={`${t.amount} (${call.currency})`}
            inputMode="decimal"
            value={amount}
            error={fields?.get("amount")}
            onChange={(event) => setAmount(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            type="date"
            label={t.dueOn}
            value={dueOn}
            error={fields?.get("due_on")}
            onChange={(event) => setDueOn(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={isPending}>
              {t.take}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
