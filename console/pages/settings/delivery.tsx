// One delivery: each try with its request and what was answered.
import { Button, Group, Modal, Stack, Text, Title } from "@mantine/core";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Moment } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { useFormat } from "../../words/format.ts";
import { words } from "./callbacks-words.ts";
import { Raw, useAct } from "./parts.tsx";

export type Line = {
  readonly event_id: string;
  readonly endpoint_id: string;
  readonly kind: string;
  readonly customer: string | null;
  readonly state: "pending" | "delivered" | "dead";
  readonly tries: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly next_at: string | null;
};

const headersOf = (headers: Readonly<Record<string, string>>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

/** The dialogue. */
export function Delivery({ line, close }: { readonly line: Line; readonly close: () => void }) {
  const t = useWords(words);
  const c = useWords(common);
  const told = useTold();
  const { number } = useFormat();
  const { dunlin } = useConnection();
  const may = useMay()("webhooks:write");
  const { act, busy } = useAct();
  const { event_id, endpoint_id } = line;
  const { data, error } = useApi().useQuery(
    "get",
    "/v1/webhooks/{endpoint_id}/deliveries/{event_id}",
    { params: { path: { event_id, endpoint_id } } },
  );
  const again = () =>
    void act(async () => {
      const body = { event_id, endpoint_id };
      const { deliveries } = await done(dunlin.POST("/v1/webhooks/replay", { body }));
      told.done(t.sentAgain(deliveries));
    });
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={line.kind}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <Stack>
        <Group justify="space-between">
          <Text size="sm" c="dimmed" ff="monospace">
            {event_id}
          </Text>
          {may && (
            <Button variant="default" loading={busy} onClick={again}>
              {t.again}
            </Button>
          )}
        </Group>
        {error ? <Problem error={error} /> : null}
        {!data && !error && <Waiting lines={3} />}
        {data?.attempts.length === 0 && <Text size="sm">{t.noTries}</Text>}
        {data?.attempts.map((one, at) => (
          <Stack gap="xs" key={one.started_at}>
            <Group gap="xs" align="baseline">
              <Title order={3}>{t.attempt(at + 1)}</Title>
              <Text size="sm" c="dimmed">
                <Moment at={one.started_at} /> · {t.took(number(Math.round(one.duration_ms)))} ·{" "}
                {one.status ?? one.error}
              </Text>
            </Group>
            <Text size="sm">{t.request}</Text>
            <Raw
              label={t.request}
              value={`POST ${one.url}\n${headersOf(one.request_headers)}\n\n${t.digest}: ${one.request_sha256}`}
            />
            <Text size="sm">{t.answer}</Text>
            <Raw
              label={t.answer}
              value={
                one.response_headers === null
                  ? (one.error ?? t.noAnswer)
                  : `${one.status}\n${headersOf(one.response_headers)}\n\n${one.response_text ?? ""}`
              }
            />
          </Stack>
        ))}
      </Stack>
    </Modal>
  );
}
