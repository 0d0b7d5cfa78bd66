import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { words } from "./words.ts";

/** Money that nobody claims: whose it is, for who may say so. */
export function GivePayment({ reference }: { readonly reference: string }) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const may = useMay();
  const { memory } = useConnection();
  const [opened, setOpened] = useState(false);
  const [customer, setCustomer] = useState("");
  const { mutateAsync, isPending, error } = useApi().useMutation("post", "/v1/payments/match");
  if (!may("ledger:write")) return t.nobodyKnows;
  const give = async () => {
    await mutateAsync({ body: { payment: reference, customer: customer.trim() } });
    setOpened(false);
    told.done(t.given);
    await memory.invalidateQueries();
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t.giveOf(reference)}
        onClick={() => setOpened(true)}
      >
        {t.give}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t.giveOf(reference)}
        closeButtonProps={{ "aria-label": c.close }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            // Why not stands in the form.
            void give().catch(() => undefined);
          }}
        >
          <Stack>
            {error !== null && <Problem error={error} />}
            <TextInput
              label={t.customerRef}
              value={customer}
              onChange={(event) => setCustomer(event.currentTarget.value)}
              required
              data-autofocus
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setOpened(false)}>
                {c.cancel}
              </Button>
              <Button type="submit" loading={isPending}>
                {t.give}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
