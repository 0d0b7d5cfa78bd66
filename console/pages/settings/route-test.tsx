// A word through one route, watched until it arrives.
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useDraft } from "../../ui/draft.ts";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { State, useAct, type Tone } from "./parts.tsx";
import { words } from "./routes-words.ts";

const UNDER_WAY: ReadonlySet<string> = new Set(["planned", "queued", "handed_over"]);
const LOOK_EVERY_MS = 1_000;

const toneOf = (status: string): Tone =>
  status === "delivered" ? "good" : UNDER_WAY.has(status) ? "warn" : "bad";

/** The dialogue. */
export function RouteTest({
  name,
  channel,
  close,
}: {
  readonly name: string;
  readonly channel: string;
  readonly close: () => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["to"]);
  const [to, setTo] = useDraft(`route-test-${channel}`, "");
  const [id, setId] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act(async () => {
      const sent = dunlin.POST("/v1/routes/{name}/test", {
        params: { path: { name } },
        body: { to },
      });
      setId((await done(sent)).id);
    });
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.testTitle(name)}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t.testHelp}
          </Text>
          <TextInput
            label={t.to}
            type={channel === "email" ? "email" : "tel"}
            required
            withAsterisk={false}
            data-autofocus
            value={to}
            error={fault("to")}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          {id !== undefined && <Became id={id} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.close}
            </Button>
            <Button type="submit" loading={busy}>
              {t.sendTest}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Became({ id }: { readonly id: string }) {
  const t = useWords(words);
  const { data } = useApi().useQuery(
    "get",
    "/v1/messages/{message_id}",
    { params: { path: { message_id: id } } },
    {
      refetchInterval: ({ state }) =>
        state.data && !UNDER_WAY.has(state.data.status) ? false : LOOK_EVERY_MS,
    },
  );
  const status = data?.status ?? "planned";
  return (
    <Group gap="xs" role="status">
      <Text size="sm">{t.whatBecame}:</Text>
      <State tone={toneOf(status)}>{t.states[status] ?? status}</State>
      {data?.reason && (
        <Text size="sm" c="dimmed">
          {data.reason}
        </Text>
      )}
    </Group>
  );
}
