// The client's own provider, at which its people sign in.
import { Button, Group, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Part, Secret, useAct } from "./parts.tsx";
import { roleNames, words } from "./users-words.ts";
import { words as shared } from "./words.ts";

/** What is set, and a form for whoever may change it. */
export function SingleSignOn() {
  const t = useWords(words);
  const s = useWords(shared);
  const { dunlin } = useConnection();
  const may = useMay()("users:write");
  const confirm = useConfirm();
  const { act } = useAct();
  const [editing, setEditing] = useState(false);
  // 404 when none is set: that is no fault.
  const { data } = useApi().useQuery("get", "/v1/single-sign-on");
  const remove = async () => {
    const question = { title: t.sso, effect: t.removeSsoEffect, action: t.removeSso };
    if (!(await confirm({ ...question, danger: true }))) return;
    await act(async () => await done(dunlin.DELETE("/v1/single-sign-on")), s.removed);
  };
  return (
    <Part
      title={t.sso}
      help={t.ssoHelp}
      actions={
        may &&
        !editing && (
          <>
            {data && (
              <Button variant="default" onClick={() => void remove()}>
                {t.removeSso}
              </Button>
            )}
            <Button variant="default" onClick={() => setEditing(true)}>
              {data ? s.edit : t.set}
            </Button>
          </>
        )
      }
    >
      {!data && !editing && <Text size="sm">{t.ssoNone}</Text>}
      {data && !editing && (
        <Stack gap="xs">
          <Text size="sm">
            {data.issuer} · {data.domains.join(", ")}
          </Text>
          <Secret label={t.redirect} value={data.callback} />
          <Secret label={t.start} value={data.start} />
        </Stack>
      )}
      {editing && <Form given={data} close={() => setEditing(false)} />}
    </Part>
  );
}

const GIVEN = ["finance", "account_manager", "supervisor", "agent", "auditor"] as const;

function Form({
  given,
  close,
}: {
  readonly given:
    | { issuer: string; client_id: string; domains: string[]; role: string | null }
    | undefined;
  readonly close: () => void;
}) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const names = useWords(roleNames);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["issuer", "client_id", "client_secret", "domains"]);
  const [typed, setTyped] = useState({
    issuer: given?.issuer ?? "",
    client_id: given?.client_id ?? "",
    client_secret: "",
    domains: given?.domains.join("\n") ?? "",
    role: given?.role ?? "",
  });
  const set = (name: keyof typeof typed) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [name]: value }));
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { role, domains, ...rest } = typed;
    const body = {
      ...rest,
      domains: domains.split(/\s+/).filter(Boolean),
      ...(role === "" ? {} : { role: role as "agent" }),
    };
    const ok = await act(
      async () => await done(dunlin.PUT("/v1/single-sign-on", { body })),
      s.saved,
    );
    if (ok) close();
  };
  const shared_ = { required: true, withAsterisk: false } as const;
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack maw={480}>
        <TextInput
          {...shared_}
          label={t.issuer}
          placeholder="https://login.example.org"
          value={typed.issuer}
          error={fault("issuer")}
          onChange={set("issuer")}
        />
        <TextInput
          {...shared_}
          label={t.clientId}
          value={typed.client_id}
          error={fault("client_id")}
          onChange={set("client_id")}
        />
        <TextInput
          {...shared_}
          label={t.secret}
          autoComplete="off"
          value={typed.client_secret}
          error={fault("client_secret")}
          onChange={set("client_secret")}
        />
        <Textarea
          {...shared_}
          label={t.domains}
          autosize
          minRows={2}
          value={typed.domains}
          error={fault("domains")}
          onChange={set("domains")}
        />
        <Select
          label={t.newcomers}
          allowDeselect={false}
          data={[
            { value: "", label: t.membersOnly },
            ...GIVEN.map((value) => ({ value, label: names[value] ?? value })),
          ]}
          value={typed.role}
          onChange={(role) => setTyped((before) => ({ ...before, role: role ?? "" }))}
        />
        <Group>
          <Button type="submit" loading={busy}>
            {c.save}
          </Button>
          <Button variant="default" onClick={close}>
            {c.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
