// A test to one's own people; what the words were before.
import { Autocomplete, Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import { sourceOf, type Variant } from "./model.ts";
import styles from "./templates.module.css";
import { words } from "./words.ts";

export function TestSend({
  variant,
  customer,
  onClose,
}: {
  readonly variant: Variant;
  readonly customer: string | undefined;
  readonly onClose: () => void;
}) {
  const t = useWords(words);
  const told = useTold();
  const api = useApi();
  const may = useMay();
  const [to, setTo] = useState("");
  const [confirmed, setConfirmed] = useState(false);
  const staff = api.useQuery("get", "/v1/staff-contacts", {}, { enabled: may("messages:read") });
  const send = api.useMutation("post", "/v1/templates/test-send");
  const own = (staff.data?.staff ?? []).filter(({ channel }) => channel === variant.channel);
  const roles = own.map(({ role }) => `role:${role}`);
  const isKnown = roles.includes(to) || own.some(({ address }) => address === to.trim());
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const body = {
      source: sourceOf(variant),
      to: to.trim(),
      confirmed,
      ...(customer && { customer }),
    };
    const sent = await send.mutateAsync({ body }).catch(() => undefined);
    if (!sent) return;
    told.done(sent.state === "planned" ? t.testSent(to) : t.testHeld(sent.reason ?? sent.state));
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={t.test} closeButtonProps={{ "aria-label": t.close }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{t.testHelp}</Text>
          <Autocomplete
            label={t.testTo}
            description={t.testToHelp}
            data={[...roles, ...own.map(({ address }) => address)]}
            value={to}
            onChange={(next) => {
              setTo(next);
              setConfirmed(false);
            }}
            required
            data-autofocus
          />
          {to.trim() !== "" && !isKnown && (
            <Checkbox
              label={t.testConfirm(to)}
              checked={confirmed}
              onChange={({ currentTarget }) => setConfirmed(currentTarget.checked)}
            />
          )}
          {send.error && <Problem error={send.error} />}
          <Group justify="flex-end">
            <Button
              type="submit"
              loading={send.isPending}
              disabled={to.trim() === "" || (!isKnown && !confirmed)}
            >
              {t.send}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function History({
  variant,
  canWrite,
  onRestore,
  onClose,
}: {
  readonly variant: Variant;
  readonly canWrite: boolean;
  readonly onRestore: (variant: Variant) => void;
  readonly onClose: () => void;
}) {
  const t = useWords(words);
  const { moment } = useFormat();
  const { name, language, channel } = variant;
  const found = useApi().useQuery("get", "/v1/templates/{name}/versions", {
    params: { path: { name }, query: { language, channel: channel as never } },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.history}
      size="lg"
      closeButtonProps={{ "aria-label": t.close }}
    >
      {found.error && <Problem error={found.error} again={() => void found.refetch()} />}
      {found.data === undefined && !found.error && <Waiting lines={3} />}
      <Stack>
        {found.data?.versions.length === 0 && <Text size="sm">{t.historyNone}</Text>}
        {found.data?.versions.map(({ version, applied_at: at, applied_by: by, source }) => {
          const words_ = source as Variant;
          return (
            <div key={version}>
              <Group justify="space-between" mb={4}>
                <Text size="sm">
                  <b>{t.version(version)}</b>{" "}
                  <Text span size="xs" c="dimmed">
                    {t.historyBy(by, moment(at))}
                  </Text>
                </Text>
                {canWrite && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`${t.restore}: ${t.version(version)}`}
                    onClick={() => onRestore({ ...words_, name, language, channel })}
                  >
                    {t.restore}
                  </Button>
                )}
              </Group>
              <div className={styles.bubble}>{words_.text.full ?? words_.text.unverified}</div>
            </div>
          );
        })}
      </Stack>
    </Modal>
  );
}
