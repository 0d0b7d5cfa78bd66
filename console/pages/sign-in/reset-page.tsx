// A forgotten password: asking for the letter, and choosing a new one by its link.
import { Button, Loader, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import { useWords } from "../../words/catalogue.ts";
import { api, done, statusOf, useLetterLanguage, useSending } from "./asking.ts";
import { Lost } from "./join-page.tsx";
import { Lead, Outside } from "./outside.tsx";
import { words } from "./words.ts";

const LEAST = 12;

/** /forgotten */
export function ForgottenPage() {
  const t = useWords(words);
  const language = useLetterLanguage();
  const { busy, fault, send } = useSending();
  const [email, setEmail] = useState("");
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        await done(api.POST("/v1/password-resets", { body: { email, language } }));
        setAsked(true);
      },
      { 503: t.noLetters },
    );
  };
  if (asked) {
    return (
      <Outside title={t.askedTitle}>
        <Text size="sm" role="status">
          {t.asked(email)}
        </Text>
        <Lead to="/sign-in">{t.back}</Lead>
      </Outside>
    );
  }
  return (
    <Outside title={t.forgottenTitle} help={t.forgottenHelp} fault={fault}>
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
          <Button type="submit" size="sm" loading={busy} fullWidth>
            {t.sendLetter}
          </Button>
        </Stack>
      </form>
      <Lead to="/sign-in">{t.back}</Lead>
    </Outside>
  );
}

/** /reset/TOKEN */
export function ResetPage() {
  const t = useWords(words);
  const { token = "" } = useParams({ strict: false }) as { readonly token?: string };
  const [email, setEmail] = useState<string>();
  const [lost, setLost] = useState(false);
  const [set, setSet] = useState(false);
  useEffect(() => {
    done(api.POST("/v1/password-resets/link", { body: { token } })).then(
      (found) => setEmail(found.email),
      () => setLost(true),
    );
  }, [token]);
  if (lost) return <Lost />;
  if (set) {
    return (
      <Outside title={t.forgottenTitle}>
        <Text size="sm" role="status">
          {t.changed}
        </Text>
        <Lead to="/sign-in">{t.signIn}</Lead>
      </Outside>
    );
  }
  if (email === undefined) {
    return (
      <Outside title={t.forgottenTitle}>
        <Loader size="sm" />
      </Outside>
    );
  }
  return <NewPassword token={token} email={email} done={() => setSet(true)} lost={setLost} />;
}

function NewPassword({
  token,
  email,
  done: finish,
  lost,
}: {
  readonly token: string;
  readonly email: string;
  readonly done: () => void;
  readonly lost: (yes: boolean) => void;
}) {
  const t = useWords(words);
  const language = useLetterLanguage();
  const { busy, fault, send } = useSending();
  const [password, setPassword] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(async () => {
      try {
        await done(api.POST("/v1/password-resets/use", { body: { token, password, language } }));
        finish();
      } catch (error) {
        if (statusOf(error) !== 404) throw error;
        lost(true);
      }
    });
  };
  return (
    <Outside title={t.forgottenTitle} help={t.yourAddress(email)}>
      <form onSubmit={submit}>
        <input type="hidden" name="email" value={email} autoComplete="username" />
        <Stack gap="sm">
          <PasswordInput
            label={t.newPassword}
            description={t.passwordHelp(LEAST)}
            autoComplete="new-password"
            required
            withAsterisk={false}
            autoFocus
            visibilityToggleButtonProps={{ "aria-label": t.showPassword }}
            value={password}
            error={fault}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" loading={busy} fullWidth>
            {t.setPassword}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}
