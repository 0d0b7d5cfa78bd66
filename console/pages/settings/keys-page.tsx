// Keys with which the client's own systems use the API.
import { nowMs } from "../../api/clock.ts";
import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay, useSession } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Ago, Moment } from "../../ui/figures.tsx";
import { Empty, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { catalogue, useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { Secret, State, useAct } from "./parts.tsx";
import styles from "./settings.module.css";
import { nouns } from "./users-words.ts";
import { words as shared } from "./words.ts";

const words = catalogue({
  en: {
    make: "Make a key",
    none: "No keys yet",
    noneHelp: "A key lets a system of yours send, ask and be told, within its scopes.",
    begins: "Begins with",
    scopes: "Scopes",
    used: "Last used",
    expires: "Expires",
    ended: "Ended",
    live: "Live",
    expired: "Expired",
    end: "End",
    endTitle: "End the key",
    endEffect: (name: string) =>
      `Whatever signs in with “${name}” is refused within two seconds. It can't be brought back.`,
    told: (name: string) => `“${name}” is ended`,
    newKey: "The new key",
    name: "Name of the system",
    goodFor: "Good for",
    days: { "30": "30 days", "90": "90 days", "365": "A year", "": "No end" },
    read: "Look",
    write: "Change",
    ofWhat: "Of what",
    atLeast: "Choose at least one scope.",
  },
  pl: {
    make: "Utwórz klucz",
    none: "Nie ma jeszcze kluczy",
    noneHelp:
      "Klucz pozwala Waszemu systemowi wysyłać, pytać i być powiadamianym, w swoim zakresie.",
    begins: "Początek",
    scopes: "Zakres",
    used: "Ostatnie użycie",
    expires: "Wygasa",
    ended: "Zakończony",
    live: "Czynny",
    expired: "Wygasł",
    end: "Zakończ",
    endTitle: "Zakończ klucz",
    endEffect: (name: string) =>
      `Wszystko, co loguje się kluczem „${name}”, zostanie odrzucone w dwie sekundy. Nie da się tego cofnąć.`,
    told: (name: string) => `Klucz „${name}” zakończono`,
    newKey: "Nowy klucz",
    name: "Nazwa systemu",
    goodFor: "Ważny przez",
    days: { "30": "30 dni", "90": "90 dni", "365": "Rok", "": "Bez końca" },
    read: "Odczyt",
    write: "Zmiana",
    ofWhat: "Czego",
    atLeast: "Wybierz co najmniej jeden zakres.",
  },
});

type Key = {
  readonly key_id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly revoked_at: string | null;
};

/** /settings/keys */
export function KeysPage() {
  const t = useWords(words);
  const may = useMay()("keys:write");
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useApi().useQuery("get", "/v1/keys");
  return (
    <Settings
      section="keys"
      actions={may && <Button onClick={() => setMaking(true)}>{t.make}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && (
        <div>
          <Keys keys={data.keys} />
        </div>
      )}
      {making && <Make close={() => setMaking(false)} />}
    </Settings>
  );
}

function Keys({ keys }: { readonly keys: readonly Key[] }) {
  const t = useWords(words);
  const c = useWords(common);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const may = useMay()("keys:write");
  const confirm = useConfirm();
  const { act } = useAct();
  const end = async ({ key_id, name }: Key) => {
    const question = { title: t.endTitle, effect: t.endEffect(name), action: t.end };
    if (!(await confirm({ ...question, danger: true }))) return;
    await act(
      async () => await done(dunlin.DELETE("/v1/keys/{key_id}", { params: { path: { key_id } } })),
      t.told(name),
    );
  };
  const stateOf = ({ revoked_at, expires_at }: Key) =>
    revoked_at !== null
      ? ([t.ended, "quiet"] as const)
      : expires_at !== null && Date.parse(expires_at) < nowMs()
        ? ([t.expired, "warn"] as const)
        : ([t.live, "good"] as const);
  const columns: readonly Column<Key>[] = [
    {
      id: "name",
      head: s.name,
      width: "minmax(0, 1.4fr)",
      cell: ({ name, hint }) => (
        <span title={`${hint}…`}>
          {name}{" "}
          <Text span size="xs" c="dimmed" ff="monospace">
            {hint}…
          </Text>
        </span>
      ),
    },
    {
      id: "scopes",
      head: t.scopes,
      wideOnly: true,
      cell: ({ scopes }) => <span title={scopes.join(", ")}>{scopes.join(", ")}</span>,
    },
    {
      id: "used",
      head: t.used,
      width: "120px",
      wideOnly: true,
      cell: ({ last_used_at: at }) => (at === null ? s.never : <Ago at={at} />),
    },
    {
      id: "expires",
      head: t.expires,
      width: "150px",
      wideOnly: true,
      cell: ({ expires_at: at }) => (at === null ? t.days[""] : <Moment at={at} />),
    },
    {
      id: "state",
      head: s.state,
      width: "92px",
      cell: (key) => {
        const [text, tone] = stateOf(key);
        return <State tone={tone}>{text}</State>;
      },
    },
    ...(may
      ? [
          {
            id: "end",
            head: c.actions,
            width: "84px",
            right: true,
            cell: (key: Key) =>
              key.revoked_at === null && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`${t.end}: ${key.name}`}
                  onClick={() => void end(key)}
                >
                  {t.end}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return (
    <Rows
      label={s.sections.keys}
      rows={keys}
      columns={columns}
      keyOf={(key) => key.key_id}
      empty={<Empty title={t.none} help={t.noneHelp} />}
    />
  );
}

const DAY_MS = 86_400_000;

function Make({ close }: { readonly close: () => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["name"]);
  const [typed, setTyped, forget] = useDraft("key", {
    name: "",
    days: "365",
    scopes: ["messages:read", "messages:write"],
  });
  const [missing, setMissing] = useState(false);
  const [key, setKey] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(typed.scopes.length === 0);
    if (typed.scopes.length === 0) return;
    const { name, days, scopes } = typed;
    const expires = days === "" ? undefined : new Date(nowMs() + Number(days) * DAY_MS);
    void act(async () => {
      const body = {
        name,
        scopes: scopes as "messages:read"[],
        ...(expires && { expires_at: expires.toISOString() }),
      };
      const made = await done(dunlin.POST("/v1/keys", { body }));
      setKey(made.key);
      forget();
    });
  };
  const props = { opened: true, onClose: close, closeButtonProps: { "aria-label": c.close } };
  if (key !== undefined) {
    return (
      <Modal {...props} title={t.newKey}>
        <Stack>
          <Secret value={key} label={t.newKey} />
          <Text size="sm" c="dimmed">
            {s.onceOnly}
          </Text>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal {...props} title={t.make} size="lg">
      <form onSubmit={submit}>
        <Stack>
          <Group grow align="flex-start">
            <TextInput
              label={t.name}
              required
              withAsterisk={false}
              data-autofocus
              maxLength={100}
              value={typed.name}
              error={fault("name")}
              onChange={(event) => {
                const name = event.currentTarget.value;
                setTyped((before) => ({ ...before, name }));
              }}
            />
            <Select
              label={t.goodFor}
              allowDeselect={false}
              data={Object.entries(t.days).map(([value, label]) => ({ value, label }))}
              value={typed.days}
              onChange={(days) => setTyped((before) => ({ ...before, days: days ?? "" }))}
            />
          </Group>
          <Scopes
            chosen={typed.scopes}
            choose={(scopes) => setTyped((before) => ({ ...before, scopes: [...scopes] }))}
          />
          {missing && (
            <Text size="sm" className={styles.bad} role="alert">
              {t.atLeast}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {t.make}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** One line for each noun: looking, changing. Nobody gives away what they do not have. */
function Scopes({
  chosen,
  choose,
}: {
  readonly chosen: readonly string[];
  readonly choose: (scopes: readonly string[]) => void;
}) {
  const t = useWords(words);
  const things = useWords(nouns);
  const { me } = useSession();
  const { data } = useApi().useQuery("get", "/v1/roles");
  const own = (data?.scopes ?? []).filter((scope) => me.scopes.includes(scope));
  const all = [...new Set(own.map((scope) => scope.split(":")[0]!))];
  const toggle = (scope: string) =>
    choose(chosen.includes(scope) ? chosen.filter((one) => one !== scope) : [...chosen, scope]);
  return (
    <table className={styles.matrix}>
      <thead>
        <tr>
          <th scope="col">{t.ofWhat}</th>
          <th scope="col">{t.read}</th>
          <th scope="col">{t.write}</th>
        </tr>
      </thead>
      <tbody>
        {all.map((noun) => (
          <tr key={noun}>
            <th scope="row">{things[noun] ?? noun}</th>
            {(["read", "write"] as const).map((verb) => {
              const scope = `${noun}:${verb}`;
              return (
                <td key={verb}>
                  {own.includes(scope) && (
                    <Checkbox
                      size="xs"
                      aria-label={`${things[noun] ?? noun}: ${t[verb]}`}
                      checked={chosen.includes(scope)}
                      onChange={() => toggle(scope)}
                      styles={{ root: { display: "inline-block" } }}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
