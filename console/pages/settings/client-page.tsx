// The client itself: what it is called, where it is, how it is reached, what is watched of its messages.
import { Button, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useClient, useMay, type ClientInfo } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { Waiting } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Part, useAct } from "./parts.tsx";
import { words as shared } from "./words.ts";

/** /settings/client */
export function ClientPage() {
  const client = useClient();
  const may = useMay()("client:write");
  return (
    <Settings section="client">
      <Profile client={client} may={may} />
      <Tracking may={may} />
    </Settings>
  );
}

const FIELDS = ["name", "zone", "language", "phone", "email", "site"] as const;
type Field = (typeof FIELDS)[number];

function Profile({ client, may }: { readonly client: ClientInfo; readonly may: boolean }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(FIELDS);
  const now = Object.fromEntries(FIELDS.map((one) => [one, client[one] ?? ""])) as Record<
    Field,
    string
  >;
  const [typed, setTyped, forget] = useDraft("client", now);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const optional = (text: string) => (text.trim() === "" ? null : text.trim());
    const { name, zone, language, phone, email, site } = typed;
    const contacts = { phone: optional(phone), email: optional(email), site: optional(site) };
    const body = { name, zone, language, ...contacts };
    if (await act(async () => await done(dunlin.PATCH("/v1/client", { body })), s.saved)) forget();
  };
  const labels: Readonly<Record<Field, string>> = {
    name: s.name,
    zone: t.zone,
    language: t.language,
    phone: t.phone,
    email: t.email,
    site: t.site,
  };
  const helps: Partial<Readonly<Record<Field, string>>> = {
    zone: t.zoneHelp,
    language: t.languageHelp,
  };
  const isOptional = (field: Field) => ["phone", "email", "site"].includes(field);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.fixed}: {client.slug}, {client.currency}, {client.country}
      </Text>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="sm" maw={420}>
          {FIELDS.map((field) => (
            <TextInput
              key={field}
              label={labels[field]}
              {...(helps[field] && { description: helps[field] })}
              readOnly={!may}
              required={!isOptional(field)}
              withAsterisk={false}
              value={typed[field]}
              error={fault(field)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setTyped((before) => ({ ...before, [field]: value }));
              }}
            />
          ))}
          {may && (
            <div>
              <Button type="submit" loading={busy}>
                {c.save}
              </Button>
            </div>
          )}
        </Stack>
      </form>
    </Stack>
  );
}

const SWITCHES = ["opens", "clicks", "sms_clicks"] as const;

function Tracking({ may }: { readonly may: boolean }) {
  const t = useWords(words);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const { act, busy } = useAct();
  const { data } = useApi().useQuery("get", "/v1/tracking");
  const labels = { opens: t.opens, clicks: t.clicks, sms_clicks: t.smsClicks };
  return (
    <Part title={t.tracking} help={t.trackingHelp}>
      {!data && <Waiting lines={3} />}
      {data &&
        SWITCHES.map((one) =>
          may ? (
            <Switch
              key={one}
              label={labels[one]}
              checked={data[one]}
              disabled={busy}
              onChange={(event) => {
                const body = { [one]: event.currentTarget.checked };
                void act(async () => await done(dunlin.PATCH("/v1/tracking", { body })));
              }}
            />
          ) : (
            <Text size="sm" key={one}>
              {labels[one]}: {data[one] ? s.on : s.off}
            </Text>
          ),
        )}
    </Part>
  );
}
