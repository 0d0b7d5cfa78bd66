// Links that let somebody in: an invitation, and the set-up of the operator.
import { Button, Loader, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import type { paths } from "../../../sdk/schema.ts";
import { useWords } from "../../words/catalogue.ts";
import { api, done, enter, statusOf, useSending } from "./asking.ts";
import { Lead, Outside } from "./outside.tsx";
import { words } from "./words.ts";

type Joining = paths["/v1/joining"]["post"]["responses"]["200"]["content"]["application/json"];
type Kind = Joining["kind"];

const LEAST = 12;

/** /invitation/TOKEN */
export const InvitationPage = () => <JoinPage kind="invitation" />;

/** /set-up/TOKEN */
export const SetUpPage = () => <JoinPage kind="set-up" />;

/** For links that are over. */
export function Lost() {
  const t = useWords(words);
  return (
    <Outside title={t.lostTitle} help={t.lost}>
      <Lead to="/sign-in">{t.back}</Lead>
    </Outside>
  );
}

function JoinPage({ kind }: { readonly kind: Kind }) {
  const t = useWords(words);
  const { token = "" } = useParams({ strict: false }) as { readonly token?: string };
  const [found, setFound] = useState<Joining>();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    done(api.POST("/v1/joining", { body: { kind, token } })).then(setFound, () => setLost(true));
  }, [kind, token]);
  if (lost) return <Lost />;
  if (!found) {
    return (
      <Outside title={kind === "set-up" ? t.setupTitle : t.join}>
        <Loader size="sm" />
      </Outside>
    );
  }
  return <Join kind={kind} token={token} found={found} lost={() => setLost(true)} />;
}

function Join({
  kind,
  token,
  found,
  lost,
}: {
  readonly kind: Kind;
  readonly token: string;
  readonly found: Joining;
  readonly lost: () => void;
}) {
  const t = useWords(words);
  const { busy, fault, send } = useSending();
  const [typed, setTyped] = useState({ email: found.email ?? "", name: "", password: "" });
  const set = (name: keyof typeof typed) => (event: FormEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [name]: value }));
  };
  const mine = found.as !== null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(
      async () => {
        try {
          const body = { kind, token, ...(mine ? {} : typed) };
          const { next } = await done(api.POST("/v1/joining/accept", { body }));
          if (next === "in") enter();
          else location.assign("/sign-in");
        } catch (error) {
          if (statusOf(error) !== 404) throw error;
          lost();
        }
      },
      { 409: t.hasAccount(typed.email) },
    );
  };
  const { client, role } = found;
  const title = client === null ? t.setupTitle : t.joinTitle(client);
  const help =
    client === null ? t.setupHelp : t.joinHelp(client, t.roles[role ?? ""] ?? role ?? "");
  if (found.known && !mine) {
    return (
      <Outside title={title} help={help}>
        <Text size="sm">{t.hasAccount(found.email ?? "")}</Text>
        <Lead to="/sign-in">{t.signIn}</Lead>
      </Outside>
    );
  }
  return (
    <Outside title={title} help={help} fault={fault}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {mine ? (
            <Text size="sm">{t.acceptAs(found.as ?? "")}</Text>
          ) : (
            <>
              {found.email === null ? (
                <TextInput
                  label={t.email}
                  type="email"
                  autoComplete="username"
                  required
                  withAsterisk={false}
                  autoFocus
                  value={typed.email}
                  onChange={set("email")}
                />
              ) : (
                <>
                  <Text size="sm">{t.yourAddress(found.email)}</Text>
                  <input type="hidden" name="email" value={found.email} autoComplete="username" />
                </>
              )}
              <TextInput
                label={t.yourName}
                autoComplete="name"
                required
                withAsterisk={false}
                autoFocus={found.email !== null}
                value={typed.name}
                onChange={set("name")}
              />
              <PasswordInput
                label={t.choosePassword}
                description={t.passwordHelp(LEAST)}
                autoComplete="new-password"
                required
                withAsterisk={false}
                visibilityToggleButtonProps={{ "aria-label": t.showPassword }}
                value={typed.password}
                onChange={set("password")}
              />
            </>
          )}
          <Button type="submit" size="sm" loading={busy} fullWidth>
            {mine ? t.accept : t.join}
          </Button>
        </Stack>
      </form>
    </Outside>
  );
}
