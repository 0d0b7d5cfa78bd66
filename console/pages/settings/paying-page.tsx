// Who takes the client's money.
import {
  Button,
  Group,
  Modal,
  NumberInput,
  Select,
  Stack,
  Switch,
  Text,
  TextInput,
} from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Part, Secret, State, useAct } from "./parts.tsx";
import { words as shared } from "./words.ts";

type Provider = {
  readonly provider: string;
  readonly enabled: boolean;
  readonly priority: number;
  readonly currencies: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly notify_url: string;
};

/** What each kind is set up with. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  stripe: ["secretKey", "webhookSecret"],
  payfast: ["merchantId", "merchantKey", "passphrase"],
  sandbox: [],
};

/** /settings/paying */
export function PayingPage() {
  const t = useWords(words);
  const may = useMay()("routes:write");
  const [open, setOpen] = useState<string>();
  const { data, error, refetch } = useApi().useQuery("get", "/v1/payment-providers");
  return (
    <Settings
      section="paying"
      actions={may && <Button onClick={() => setOpen("stripe")}>{t.addProvider}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data?.providers.length === 0 && <Empty title={t.noProviders} help={t.noProvidersHelp} />}
      {data?.providers.map((one) => (
        <One key={one.provider} one={one} may={may} edit={() => setOpen(one.provider)} />
      ))}
      {open !== undefined && data && (
        <Form kind={open} known={data.providers} close={() => setOpen(undefined)} />
      )}
    </Settings>
  );
}

function One({
  one,
  may,
  edit,
}: {
  readonly one: Provider;
  readonly may: boolean;
  readonly edit: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const { act, busy } = useAct();
  const turn = (enabled: boolean) =>
    void act(async () => {
      const body = { provider: one.provider as "stripe", enabled };
      return await done(dunlin.POST("/v1/payment-providers", { body }));
    }, s.saved);
  return (
    <Part
      title={one.provider}
      actions={
        may ? (
          <>
            <Switch
              label={s.on}
              aria-label={`${one.provider}: ${s.on}`}
              checked={one.enabled}
              disabled={busy}
              onChange={(event) => turn(event.currentTarget.checked)}
            />
            <Button variant="default" onClick={edit} aria-label={`${s.edit}: ${one.provider}`}>
              {s.edit}
            </Button>
          </>
        ) : (
          <State tone={one.enabled ? "good" : "quiet"}>{one.enabled ? s.on : s.off}</State>
        )
      }
    >
      <Text size="sm" c="dimmed">
        {t.priority}: {one.priority} · {t.currencies}:{" "}
        {one.currencies.length === 0 ? t.any : one.currencies.join(", ")}
      </Text>
      <Secret label={t.notify} value={one.notify_url} />
    </Part>
  );
}

function Form({
  kind,
  known,
  close,
}: {
  readonly kind: string;
  readonly known: readonly Provider[];
  readonly close: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct();
  const [provider, setProvider] = useState(kind);
  const there = known.find((one) => one.provider === provider);
  const [settings, setSettings] = useState<Readonly<Record<string, string>>>({});
  const [priority, setPriority] = useState<string | number>(there?.priority ?? 1);
  const [currencies, setCurrencies] = useState(there?.currencies.join(" ") ?? "");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = Object.entries(settings).filter(([, value]) => value !== "");
    const body = {
      provider: provider as "stripe",
      settings: Object.fromEntries(given),
      priority: Number(priority),
      currencies: currencies.split(/[\s,]+/).filter(Boolean),
    };
    const ok = await act(
      async () => await done(dunlin.POST("/v1/payment-providers", { body })),
      s.saved,
    );
    if (ok) close();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t.addProvider}
      closeButtonProps={{ "aria-label": c.close }}
    >
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Select
            label={t.provider}
            allowDeselect={false}
            data={Object.keys(FIELDS)}
            value={provider}
            onChange={(value) => setProvider(value ?? kind)}
          />
          {(FIELDS[provider] ?? []).map((field) => (
            <TextInput
              key={field}
              label={field}
              autoComplete="off"
              value={settings[field] ?? ""}
              error={fault(`settings.${field}`)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setSettings((before) => ({ ...before, [field]: value }));
              }}
            />
          ))}
          {there && (FIELDS[provider] ?? []).length > 0 && (
            <Text size="sm" c="dimmed">
              {t.secretStays}
            </Text>
          )}
          <Group grow>
            <NumberInput
              label={t.priority}
              min={1}
              max={1_000}
              value={priority}
              onChange={setPriority}
            />
            <TextInput
              label={t.currencies}
              placeholder={t.any}
              value={currencies}
              error={fault("currencies")}
              onChange={(event) => setCurrencies(event.currentTarget.value)}
            />
          </Group>
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
