// Who works here, who is invited, and what each role may do.
import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useApi, useConnection } from "../../api/api.ts";
import { useMay, useSession } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { useDraft } from "../../ui/draft.ts";
import { Ago, Moment } from "../../ui/figures.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows, type Column } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { Settings } from "./frame.tsx";
import { Part, Secret, State, useAct } from "./parts.tsx";
import { RoleTable } from "./role-table.tsx";
import { SingleSignOn } from "./single-sign-on.tsx";
import { roleNames, words } from "./users-words.ts";
import { words as shared } from "./words.ts";

/** /settings/users */
export function UsersPage() {
  const t = useWords(words);
  const api = useApi();
  const may = useMay();
  const [inviting, setInviting] = useState(false);
  const { data, error, refetch } = api.useQuery("get", "/v1/users");
  return (
    <Settings
      section="users"
      actions={may("users:write") && <Button onClick={() => setInviting(true)}>{t.invite}</Button>}
    >
      {error ? <Problem error={error} again={() => void refetch()} /> : null}
      {!data && !error && <Waiting />}
      {data && (
        <div>
          <Members users={data.users} />
        </div>
      )}
      {data && data.invitations.length > 0 && <Invitations open={data.invitations} />}
      <RoleTable />
      <SingleSignOn />
      {inviting && <Invite close={() => setInviting(false)} />}
    </Settings>
  );
}

type User = {
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly last_sign_in_at: string | null;
  readonly totp: boolean;
};

function useRoles() {
  const names = useWords(roleNames);
  const { data } = useApi().useQuery("get", "/v1/roles");
  const rows = data?.roles ?? [];
  return {
    nameOf: (role: string) => names[role] ?? role,
    grantable: rows
      .filter(({ grantable }) => grantable)
      .map(({ role }) => ({ value: role, label: names[role] ?? role })),
  };
}

function Members({ users }: { readonly users: readonly User[] }) {
  const t = useWords(words);
  const c = useWords(common);
  const s = useWords(shared);
  const { me } = useSession();
  const { dunlin } = useConnection();
  const may = useMay()("users:write");
  const confirm = useConfirm();
  const { act, busy } = useAct();
  const { nameOf, grantable } = useRoles();
  const change = (user: User, role: string) =>
    void act(
      async () =>
        await done(
          dunlin.PATCH("/v1/users/{user_id}", {
            params: { path: { user_id: user.user_id } },
            body: { role: role as "agent" },
          }),
        ),
      t.roleChanged(user.email, nameOf(role)),
    );
  const end = async (user: User) => {
    const effect = t.endEffect(user.email);
    if (!(await confirm({ title: t.endTitle, effect, action: t.end, danger: true }))) return;
    await act(
      async () =>
        await done(
          dunlin.DELETE("/v1/users/{user_id}", { params: { path: { user_id: user.user_id } } }),
        ),
      t.ended(user.email),
    );
  };
  const mayGive = (role: string) => grantable.some(({ value }) => value === role);
  const columns: readonly Column<User>[] = [
    {
      id: "who",
      head: t.who,
      width: "minmax(0, 2fr)",
      cell: (user) => (
        <span title={user.email}>
          {user.email === me.email ? `${user.email} (${t.you})` : user.email}{" "}
          <Text span size="xs" c="dimmed">
            {user.name}
          </Text>
        </span>
      ),
    },
    {
      id: "role",
      head: t.role,
      width: "minmax(88px, 160px)",
      cell: (user) =>
        may && mayGive(user.role) ? (
          <Select
            aria-label={`${t.role}: ${user.email}`}
            size="xs"
            variant="unstyled"
            allowDeselect={false}
            disabled={busy}
            data={grantable}
            value={user.role}
            onChange={(role) => role !== null && role !== user.role && change(user, role)}
          />
        ) : (
          nameOf(user.role)
        ),
    },
    {
      id: "seen",
      head: t.lastSeen,
      width: "130px",
      wideOnly: true,
      cell: ({ last_sign_in_at: at }) => (at === null ? s.never : <Ago at={at} />),
    },
    {
      id: "codes",
      head: t.codes,
      width: "90px",
      wideOnly: true,
      cell: ({ totp }) => <State tone={totp ? "good" : "warn"}>{totp ? s.on : s.off}</State>,
    },
    ...(may
      ? [
          {
            id: "end",
            head: c.actions,
            width: "72px",
            right: true,
            cell: (user: User) =>
              mayGive(user.role) && (
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-label={`${t.end}: ${user.email}`}
                  onClick={() => void end(user)}
                >
                  {t.end}
                </Button>
              ),
          },
        ]
      : []),
  ];
  return <Rows label={s.sections.users} rows={users} columns={columns} keyOf={(u) => u.user_id} />;
}

type Invitation = {
  readonly invitation_id: string;
  readonly email: string;
  readonly role: string;
  readonly expires_at: string;
};

function Invitations({ open }: { readonly open: readonly Invitation[] }) {
  const t = useWords(words);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const may = useMay()("users:write");
  const { nameOf } = useRoles();
  const { act } = useAct();
  const withdraw = (id: string) =>
    void act(
      async () =>
        await done(
          dunlin.DELETE("/v1/users/invitations/{invitation_id}", {
            params: { path: { invitation_id: id } },
          }),
        ),
      t.withdrawn,
    );
  const columns: readonly Column<Invitation>[] = [
    { id: "email", head: t.email, width: "minmax(0, 2fr)", cell: ({ email }) => email },
    { id: "role", head: t.role, width: "130px", wideOnly: true, cell: ({ role }) => nameOf(role) },
    {
      id: "until",
      head: t.until,
      width: "160px",
      wideOnly: true,
      cell: ({ expires_at: at }) => <Moment at={at} />,
    },
    {
      id: "end",
      head: c.actions,
      width: "96px",
      right: true,
      cell: ({ invitation_id: id, email }) =>
        may && (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`${t.withdraw}: ${email}`}
            onClick={() => withdraw(id)}
          >
            {t.withdraw}
          </Button>
        ),
    },
  ];
  return (
    <Part title={t.invitations}>
      <Rows label={t.invitations} rows={open} columns={columns} keyOf={(i) => i.invitation_id} />
    </Part>
  );
}

function Invite({ close }: { readonly close: () => void }) {
  const t = useWords(words);
  const s = useWords(shared);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { grantable } = useRoles();
  const { act, busy, fault } = useAct(["email"]);
  const told = useTold();
  const [typed, setTyped, forget] = useDraft("invite", { email: "", role: "agent" });
  const [link, setLink] = useState<{ readonly email: string; readonly link: string }>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act(async () => {
      const body = { email: typed.email.trim(), role: typed.role as "agent" };
      const made = await done(dunlin.POST("/v1/users", { body }));
      forget();
      if (made.link !== null) return setLink({ email: made.email, link: made.link });
      told.done(t.mailed(made.email));
      close();
    });
  };
  const props = { opened: true, onClose: close, closeButtonProps: { "aria-label": c.close } };
  if (link !== undefined) {
    return (
      <Modal {...props} title={t.link}>
        <Stack>
          <Text size="sm">{t.linkHelp(link.email)}</Text>
          <Secret value={link.link} label={t.link} />
          <Text size="sm" c="dimmed">
            {s.onceOnly}
          </Text>
        </Stack>
      </Modal>
    );
  }
  return (
    <Modal {...props} title={t.invite}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t.email}
            type="email"
            required
            withAsterisk={false}
            data-autofocus
            value={typed.email}
            error={fault("email")}
            onChange={(event) => {
              const email = event.currentTarget.value;
              setTyped((before) => ({ ...before, email }));
            }}
          />
          <Select
            label={t.role}
            allowDeselect={false}
            data={grantable}
            value={typed.role}
            onChange={(role) => role !== null && setTyped((before) => ({ ...before, role }))}
          />
          <Text size="sm" c="dimmed">
            {t.inviteHelp}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {t.sendInvitation}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
