// When and how often customers may be spoken to.
import {
  Box,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { Day } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { words } from "./more-words.ts";
import { Part, useAct } from "./parts.tsx";
import styles from "./settings.module.css";
import { words as shared } from "./words.ts";

/** /settings/rules */
export function RulesPage() {
  const api = useApi();
  const rules = api.useQuery("get", "/v1/contact-rules");
  const sending = api.useQuery("get", "/v1/sending-rules");
  const error = rules.error ?? sending.error;
  return (
    <Settings section="rules">
      {error ? <Problem error={error} again={() => void rules.refetch()} /> : null}
      {!(rules.data && sending.data) && !error && <Waiting />}
      {rules.data && <Contact rules={rules.data} />}
      {sending.data && <Single rules={sending.data} />}
    </Settings>
  );
}

type Cap = { readonly channels: readonly string[]; readonly count: number; readonly days: number };
type Profile = {
  readonly id: string;
  readonly hours: readonly ({ readonly from: string; readonly to: string } | null)[];
  readonly on_holidays: boolean;
  readonly caps: readonly Cap[];
  readonly source: string;
  readonly checked_on: string;
};
type Rules = {
  readonly policy_version: number | null;
  readonly chosen: readonly string[];
  readonly own_caps: readonly Cap[];
  readonly usual_caps: readonly Cap[];
  readonly profiles: readonly Profile[];
};

function Contact({ rules }: { readonly rules: Rules }) {
  const t = useWords(words);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const may = useMay()("policies:write");
  const { act, busy } = useAct();
  const [chosen, setChosen] = useState<readonly string[]>(rules.chosen);
  const [usual] = rules.profiles;
  const inForce =
    rules.chosen.length === 0
      ? usual
        ? [usual]
        : []
      : rules.profiles.filter(({ id }) => rules.chosen.includes(id));
  const changed = [...chosen].toSorted().join() !== [...rules.chosen].toSorted().join();
  const save = () =>
    void act(
      async () => await done(dunlin.PUT("/v1/contact-rules", { body: { profiles: [...chosen] } })),
      s.saved,
    );
  const caps = rules.own_caps.length > 0 ? rules.own_caps : rules.usual_caps;
  return (
    <Part title={t.profiles} help={t.profilesHelp}>
      {rules.policy_version === null && <Text size="sm">{t.noPolicy}</Text>}
      {may && rules.policy_version !== null && (
        <Group align="flex-end" gap="xs">
          <MultiSelect
            label={t.chosen}
            placeholder={chosen.length === 0 ? t.defaultProfile : ""}
            miw={260}
            data={rules.profiles.slice(1).map(({ id }) => id)}
            value={[...chosen]}
            onChange={setChosen}
          />
          {changed && (
            <Button loading={busy} onClick={save}>
              {t.applyRules}
            </Button>
          )}
        </Group>
      )}
      {inForce.map((profile) => (
        <Hours key={profile.id} profile={profile} />
      ))}
      <div>
        <Text size="sm" fw={500}>
          {t.caps}
        </Text>
        {caps.map((cap) => (
          <Text size="sm" key={`${cap.channels.join()}${cap.days}`}>
            {t.cap(cap.count, cap.days, cap.channels.join(", "))}
          </Text>
        ))}
        {rules.own_caps.length === 0 && (
          <Text size="xs" c="dimmed">
            {t.usual}
          </Text>
        )}
      </div>
    </Part>
  );
}

function Hours({ profile }: { readonly profile: Profile }) {
  const t = useWords(words);
  const s = useWords(shared);
  const label = `${profile.id}: ${t.hours}`;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={500}>
        {label}
      </Text>
      <Box style={{ overflowX: "auto" }} tabIndex={0} role="group" aria-label={label}>
        <table className={styles.matrix}>
          <thead>
            <tr>
              {t.days.map((day) => (
                <th key={day} scope="col">
                  {day}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {profile.hours.map((window, at) => (
                <td key={t.days[at]}>{window ? `${window.from}–${window.to}` : t.notAtAll}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </Box>
      <Text size="xs" c="dimmed">
        {t.holidays}: {profile.on_holidays ? s.yes : s.no} · {t.source}: {profile.source} ·{" "}
        {t.checked}: <Day date={profile.checked_on} />
      </Text>
    </Stack>
  );
}

type Sending = {
  readonly pins_per_hour: number | null;
  readonly service_per_day: number | null;
  readonly welcome_template: string | null;
};

function Single({ rules }: { readonly rules: Sending }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const may = useMay()("policies:write");
  const { act, busy, fault } = useAct(["pins_per_hour", "service_per_day", "welcome_template"]);
  const [typed, setTyped] = useState({
    pins: rules.pins_per_hour ?? "",
    service: rules.service_per_day ?? "",
    welcome: rules.welcome_template ?? "",
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const count = (value: string | number) => (value === "" ? null : Number(value));
    const body = {
      pins_per_hour: count(typed.pins),
      service_per_day: count(typed.service),
      welcome_template: typed.welcome.trim() === "" ? null : typed.welcome.trim(),
    };
    void act(async () => await done(dunlin.POST("/v1/sending-rules", { body })), s.saved);
  };
  return (
    <Part title={t.single} help={t.singleHelp}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={320}>
          <NumberInput
            label={t.pins}
            min={1}
            readOnly={!may}
            value={typed.pins}
            error={fault("pins_per_hour")}
            onChange={(pins) => setTyped((before) => ({ ...before, pins }))}
          />
          <NumberInput
            label={t.service}
            min={1}
            readOnly={!may}
            value={typed.service}
            error={fault("service_per_day")}
            onChange={(service) => setTyped((before) => ({ ...before, service }))}
          />
          <TextInput
            label={t.welcome}
            description={t.welcomeHelp}
            readOnly={!may}
            value={typed.welcome}
            error={fault("welcome_template")}
            onChange={(event) => {
              const welcome = event.currentTarget.value;
              setTyped((before) => ({ ...before, welcome }));
            }}
          />
          {may && (
            <div>
              <Button type="submit" loading={busy}>
                {c.save}
              </Button>
            </div>
          )}
        </Stack>
      </form>
    </Part>
  );
}
