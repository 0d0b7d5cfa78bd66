// One-time codes: the secret goes to an app, the app shows that it has it, and then they are on.
import {
  Anchor,
  Box,
  Button,
  Group,
  Modal,
  PasswordInput,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useState, type FormEvent } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import { words } from "./account-words.ts";
import { Part, Secret, State, useAct } from "./parts.tsx";
import { QrPicture } from "./qr-picture.tsx";
import { words as shared } from "./words.ts";

type Enrol = { readonly uri: string; readonly secret: string; readonly backup: readonly string[] };
type Wanted = "begin" | "renew" | "end";

/** The part of the account that switches them. */
export function OneTimeCodes({ on }: { readonly on: boolean }) {
  const t = useWords(words);
  const s = useWords(shared);
  const [wanted, setWanted] = useState<Wanted>();
  const [enrol, setEnrol] = useState<Enrol>();
  const [backup, setBackup] = useState<readonly string[]>();
  return (
    <Part
      title={t.codes}
      help={t.codesHelp}
      actions={
        <>
          <State tone={on ? "good" : "warn"}>{on ? s.on : s.off}</State>
          {on ? (
            <>
              <Button variant="default" onClick={() => setWanted("renew")}>
                {t.renew}
              </Button>
              <Button variant="default" onClick={() => setWanted("end")}>
                {t.switchOff}
              </Button>
            </>
          ) : (
            enrol === undefined && (
              <Button variant="default" onClick={() => setWanted("begin")}>
                {t.setUp}
              </Button>
            )
          )}
        </>
      }
    >
      {!on && enrol && <Enrolment enrol={enrol} over={() => setEnrol(undefined)} />}
      {backup && <BackupCodes codes={backup} title={t.newBackup} />}
      {wanted && (
        <WithPassword
          wanted={wanted}
          close={() => setWanted(undefined)}
          enrol={setEnrol}
          renewed={setBackup}
        />
      )}
    </Part>
  );
}

function WithPassword({
  wanted,
  close,
  enrol,
  renewed,
}: {
  readonly wanted: Wanted;
  readonly close: () => void;
  readonly enrol: (one: Enrol) => void;
  readonly renewed: (codes: readonly string[]) => void;
}) {
  const t = useWords(words);
  const c = useWords(common);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["current"]);
  const [current, setCurrent] = useState("");
  const title = { begin: t.setUp, renew: t.renew, end: t.switchOff }[wanted];
  const work = async () => {
    const body = { current };
    if (wanted === "end") {
      await done(dunlin.POST("/v1/account/codes/end", { body }));
    } else if (wanted === "renew") {
      renewed((await done(dunlin.POST("/v1/account/codes/renew", { body }))).backup_codes);
    } else {
      const { uri, secret, backup_codes } = await done(dunlin.POST("/v1/account/codes", { body }));
      enrol({ uri, secret, backup: backup_codes });
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await act(work, wanted === "end" ? t.codesOff : undefined)) close();
  };
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ "aria-label": c.close }}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack>
          <Text size="sm">{t.confirmPassword}</Text>
          <PasswordInput
            label={t.current}
            data-autofocus
            required
            withAsterisk={false}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ "aria-label": t.show }}
            value={current}
            error={fault("current") && t.wrongPassword}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {c.cancel}
            </Button>
            <Button type="submit" loading={busy}>
              {wanted === "begin" ? t.goOn : title}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function Enrolment({ enrol, over }: { readonly enrol: Enrol; readonly over: () => void }) {
  const t = useWords(words);
  const { dunlin } = useConnection();
  const { act, busy, fault } = useAct(["code"]);
  const [code, setCode] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const ok = await act(
      async () => await done(dunlin.POST("/v1/account/codes/confirm", { body: { code } })),
      t.codesOn,
    );
    if (ok) over();
  };
  return (
    <Stack gap="lg">
      <div>
        <Text fw={500} size="sm">
          {t.scan}
        </Text>
        <Group align="flex-start" mt="xs">
          <QrPicture text={enrol.uri} label={t.scan} />
          <Stack gap="xs" maw={320}>
            <Text size="sm" c="dimmed">
              {t.scanHelp}
            </Text>
            <Anchor size="sm" href={enrol.uri}>
              {t.openInApp}
            </Anchor>
            <Secret label={t.secret} value={enrol.secret} />
          </Stack>
        </Group>
      </div>
      <BackupCodes codes={enrol.backup} title={t.backup} />
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="xs" maw={320}>
          <Text fw={500} size="sm">
            {t.enter}
          </Text>
          <TextInput
            label={t.code}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            withAsterisk={false}
            value={code}
            error={fault("code") && t.wrongCode}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" loading={busy}>
              {t.switchOn}
            </Button>
          </div>
        </Stack>
      </form>
    </Stack>
  );
}

function BackupCodes({
  codes,
  title,
}: {
  readonly codes: readonly string[];
  readonly title: string;
}) {
  const t = useWords(words);
  return (
    <Box>
      <Secret label={title} value={codes.join(" ")} />
      <Text size="sm" c="dimmed" mt={4}>
        {t.backupHelp}
      </Text>
    </Box>
  );
}
