// One's own account: password, one-time codes, sessions, language and appearance.
import { Button, NativeSelect, PasswordInput, Stack, useMantineColorScheme } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { Moment } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { LANGUAGES, useLanguage, useWords, type Language } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { passwordWords } from "../sign-in/password-words.ts";
import { words as signInWords } from "../sign-in/words.ts";
import { words } from "./account-words.ts";
import { OneTimeCodes } from "./codes.tsx";
import { Settings } from "./frame.tsx";
import { Part, State, useAct } from "./parts.tsx";

/** /settings/account */
export function AccountPage() {
  const { data, error, refetch } = useApi().useQuery("get", "/v1/account");
  return (
    <Settings section="account">
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && (
        <>
          <Looks />
          {data.own_password && <Password email={data.email} />}
          {data.own_password && <OneTimeCodes on={data.totp} />}
          <Sessions sessions={data.sessions} />
        </>
      )}
    </Settings>
  );
}

const SCHEMES = ["auto", "light", "dark"] as const;

function Looks() {
  const t = useWords(words);
  const c = useWords(common);
  const { language, choose } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Part title={t.looks}>
      <Stack gap="sm" maw={320}>
        <NativeSelect
          label={c.language}
          value={language}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          onChange={(event) => choose(event.currentTarget.value as Language)}
        />
        <NativeSelect
          label={c.theme}
          value={colorScheme}
          data={SCHEMES.map((value) => ({ value, label: c[value] }))}
          onChange={(event) => setColorScheme(event.currentTarget.value as "auto")}
        />
      </Stack>
    </Part>
  );
}

function Password({ email }: { readonly email: string }) {
  const t = useWords(words);
  const signIn = useWords(signInWords);
  const { language } = useLanguage();
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["current", "new"]);
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const body = { current, new: next, language };
    const ok = await act(
      async () => await done(dunlin.POST("/v1/account/password", { body })),
      t.passwordChanged,
    );
    if (!ok) return;
    setCurrent("");
    setNext("");
  };
  const passwordFault = (detail: string | undefined) =>
    detail === undefined ? undefined : passwordWords(signIn, detail);
  const shown = { required: true, withAsterisk: false } as const;
  const eye = { "aria-label": t.show };
  return (
    <Part title={t.password} help={t.passwordHelp}>
      <form onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <Stack gap="sm" maw={320}>
          <PasswordInput
            {...shown}
            label={t.current}
            autoComplete="current-password"
            visibilityToggleButtonProps={eye}
            value={current}
            error={fault("current") && t.wrongPassword}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            {...shown}
            label={t.next}
            autoComplete="new-password"
            visibilityToggleButtonProps={eye}
            value={next}
            error={passwordFault(fault("new"))}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={busy}>
              {t.change}
            </Button>
          </div>
        </Stack>
      </form>
    </Part>
  );
}

type Session = {
  readonly session_id: string;
  readonly since: string;
  readonly address: string | null;
  readonly browser: string | null;
  readonly current: boolean;
};

const BROWSERS = [
  ["Edg/", "Edge"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"] as const;

function Sessions({ sessions }: { readonly sessions: readonly Session[] }) {
  const t = useWords(words);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy } = useAct();
  const end = (session_id: string) =>
    void act(
      async () =>
        await done(
          dunlin.DELETE("/v1/account/sessions/{session_id}", { params: { path: { session_id } } }),
        ),
      t.sessionEnded,
    );
  const endOthers = () =>
    void act(async () => await done(dunlin.DELETE("/v1/account/sessions")), t.othersEnded);
  const nameOf = (agent: string | null) => {
    const name = BROWSERS.find(([sign]) => agent?.includes(sign))?.[1] ?? t.program;
    const system = SYSTEMS.find((sign) => agent?.includes(sign));
    return system === undefined ? name : `${name}, ${system}`;
  };
  const columns: readonly Column<Session>[] = [
    { id: "browser", head: t.browser, cell: ({ browser }) => nameOf(browser) },
    {
      id: "address",
      head: t.address,
      wideOnly: true,
      cell: ({ address }) => address ?? t.unknown,
    },
    {
      id: "since",
      head: t.since,
      width: "170px",
      wideOnly: true,
      cell: ({ since }) => <Moment at={since} />,
    },
    {
      id: "end",
      head: c.actions,
      width: "104px",
      right: true,
      cell: ({ session_id: id, current, browser }) =>
        current ? (
          <State tone="good">{t.thisOne}</State>
        ) : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${t.signOut}: ${nameOf(browser)}`}
            onClick={() => end(id)}
          >
            {t.signOut}
          </Button>
        ),
    },
  ];
  return (
    <Part
      title={t.sessions}
      actions={
        sessions.length > 1 && (
          <Button variant="default" loading={busy} onClick={endOthers}>
            {t.endOthers}
          </Button>
        )
      }
    >
      <Rows label={t.sessions} rows={sessions} columns={columns} keyOf={(one) => one.session_id} />
    </Part>
  );
}
