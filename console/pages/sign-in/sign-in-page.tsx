// Signing in: address and password, then a code where one is asked for; a client's own sign-in; the operator's token.
import { Button, Group, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useEffect, useState, type FormEvent } from "react";
import { useWords } from "../../words/catalogue.ts";
import { api, done, enter, useSending } from "./asking.ts";
import { Lead, Outside } from "./outside.tsx";
import styles from "./outside.module.css";
import { words } from "./words.ts";

type Ways = { readonly people: boolean; readonly letters: boolean };

/** What the server led here for. */
function faultOf(t: (typeof words)["en"]): string | undefined {
  const error = new URLSearchParams(location.search).get("error");
  if (error === null) return undefined;
  if (error === "token") return t.tokenWrong;
  return error === "provider" ? t.noProvider : t.notAdmitted;
}

/** /sign-in */
export function SignInPage() {
  const t = useWords(words);
  const [ways, setWays] = useState<Ways>({ people: true, letters: false });
  const [asksCode, setAsksCode] = useState(false);
  useEffect(() => {
    done(api.GET("/v1/session")).then(
      (found) => (found.signed_in ? enter() : setWays(found)),
      // Nothing is known of the ways: the forms say so when they are sent.
      () => undefined,
    );
  }, []);
  if (asksCode) return <CodeForm again={() => setAsksCode(false)} />;
  return <PasswordForm ways={ways} words={t} code={() => setAsksCode(true)} />;
}

function PasswordForm({
  ways,
  words: t,
  code,
}: {
  readonly ways: Ways;
  readonly words: (typeof words)["en"];
  readonly code: () => void;
}) {
  const { busy, fault, send } = useSending(faultOf(t));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        const body = { email, password };
        const { next } = await done(api.POST("/v1/session", { body }));
        if (next === "code") code();
        else enter();
      },
      { 401: t.wrong },
    );
  };
  return (
    <Outside title={t.signIn} fault={fault}>
      {ways.people && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label={t.email}
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label={t.password}
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ "aria-label": t.showPassword }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="sm" loading={busy} fullWidth>
              {t.signIn}
            </Button>
            <Group justify="center">
              <Lead to="/forgotten">{t.forgotten}</Lead>
            </Group>
          </Stack>
        </form>
      )}
      {ways.people && <Elsewhere />}
      <WithToken open={!ways.people} />
    </Outside>
  );
}

function CodeForm({ again }: { readonly again: () => void }) {
  const t = useWords(words);
  const { busy, fault, send } = useSending();
  const [code, setCode] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        await done(api.POST("/v1/session/code", { body: { code } }));
        enter();
      },
      { 401: t.codeWrong },
    );
  };
  return (
    <Outside title={t.codeTitle} help={t.codeHelp} fault={fault}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={t.code}
            autoComplete="one-time-code"
            inputMode="text"
            required
            withAsterisk={false}
            autoFocus
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={busy} fullWidth>
            {t.signIn}
          </Button>
          <Button variant="subtle" size="sm" onClick={again}>
            {t.beginAgain}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}

function Elsewhere() {
  const t = useWords(words);
  const { busy, fault, send } = useSending();
  const [client, setClient] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        const { url } = await done(api.POST("/v1/session/single-sign-on", { body: { client } }));
        location.assign(url);
      },
      { 404: t.noProvider },
    );
  };
  return (
    <details className={styles.more}>
      <summary>{t.elsewhere}</summary>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <TextInput
            label={t.organisation}
            required
            withAsterisk={false}
            autoCapitalize="none"
            spellCheck={false}
            value={client}
            error={fault}
            onChange={(event) => setClient(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" variant="default" loading={busy}>
            {t.goOn}
          </Button>
        </Stack>
      </form>
    </details>
  );
}

function WithToken({ open }: { readonly open: boolean }) {
  const t = useWords(words);
  const { busy, fault, send } = useSending();
  const [token, setToken] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        await done(api.POST("/v1/session/token", { body: { token } }));
        enter();
      },
      { 401: t.tokenWrong },
    );
  };
  return (
    <details className={styles.more} open={open || undefined}>
      <summary>{t.withToken}</summary>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <PasswordInput
            label={t.token}
            description={t.tokenHelp}
            autoComplete="off"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ "aria-label": t.showPassword }}
            value={token}
            error={fault}
            onChange={(event) => setToken(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" variant="default" loading={busy}>
            {t.signIn}
          </Button>
        </Stack>
      </form>
    </details>
  );
}
