// Sending the events of a span of time again.
import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { words } from "./callbacks-words.ts";
import { useAct } from "./parts.tsx";

/** The dialogue. */
export function Replay({ id, close }: { readonly id: string; readonly close: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["from", "to"]);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [onlyDead, setOnlyDead] = useState(true);
  const instant = (text: string) => new Date(text).toISOString();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const ok = await act(async () => {
      const span = { from: instant(from), to: instant(to), only_dead: onlyDead };
      const body = { endpoint_id: id, ...span };
      const { deliveries } = await done(dunlin.POST("/v1/webhooks/replay", { body }));
      told.done(t.sentAgain(deliveries));
    });
    if (ok) close();
  };
  const moment = { type: "datetime-local", required: true, withAsterisk: false } as const;
  return (
    <Modal opened onClose={close} title={t.replay} closeButtonProps={{ "aria-label": c.close }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t.replayHelp}
          </Text>
          <Group grow align="flex-start">
            <TextInput
              {...moment}
              label={t.from}
              value={from}
              error={fault("from")}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              {...moment}
              label={t.to}
              value={to}
              error={fault("to")}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
          </Group>
          <Checkbox
            label={t.onlyDead}
            checked={onlyDead}
            onChange={(event) => setOnlyDead(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {t.again}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
