// One template: its words in every language and channel, edited side by side, tried on real customers as they are written.
import { Button, Chip, Group, Popover, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useApi, useConnection } from "../../api/api.ts";
import { useClient, useMay } from "../../api/session.ts";
import { useDraft } from "../../ui/draft.ts";
import { useAddress, useParam } from "../../ui/go.tsx";
import { Page, Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { History, TestSend } from "./dialogs.tsx";
import { keyOf, sourceOf, variantOf, type Edits, type Variant } from "./model.ts";
import { Pane } from "./pane.tsx";
import styles from "./templates.module.css";
import { words } from "./words.ts";

type Asked = {
  readonly what: "test" | "history";
  readonly key: string;
  readonly customer?: string | undefined;
};

export function TemplatePage() {
  const t = useWords(words);
  const name = useParam("name");
  const found = useApi().useQuery("get", "/v1/templates/{name}", { params: { path: { name } } });
  const trail = [{ to: "templates", title: t.title }];
  if (!found.data) {
    return (
      <Page title={name} trail={trail}>
        {found.error ? (
          <Problem error={found.error} again={() => void found.refetch()} />
        ) : (
          <Waiting lines={8} />
        )}
      </Page>
    );
  }
  return <Editor name={name} kept={found.data.variants.map(variantOf)} trail={trail} />;
}

function Editor({
  name,
  kept,
  trail,
}: {
  readonly name: string;
  readonly kept: readonly Variant[];
  readonly trail: readonly { readonly to: string; readonly title: string }[];
}) {
  const t = useWords(words);
  const told = useTold();
  const canWrite = useMay()("templates:write");
  const { memory } = useConnection();
  const [edits, setEdits, forget] = useDraft<Edits>(`template ${name}`, {});
  const [asked, setAsked] = useState<Asked>();
  const apply = useApi().useMutation("post", "/v1/templates");
  const all = new Map([...kept, ...Object.values(edits)].map((one) => [keyOf(one), one]));
  const [shown, setShown] = useShown([...all.values()]);
  const change = (next: Variant) => setEdits((before) => ({ ...before, [keyOf(next)]: next }));
  const changed = Object.values(edits);
  const save = async () => {
    const source = changed.map(sourceOf).join("\n---\n");
    const done = await apply.mutateAsync({ body: { source } }).catch(() => undefined);
    if (!done) return;
    await memory.invalidateQueries();
    forget();
    told.done(t.saved(done.applied.length));
  };
  const asking = asked && all.get(asked.key);
  return (
    <Page
      title={name}
      trail={trail}
      actions={
        canWrite && changed.length > 0 ? (
          <>
            <Button variant="default" onClick={forget}>
              {t.discard}
            </Button>
            <Button loading={apply.isPending} onClick={() => void save()}>
              {t.save}
            </Button>
          </>
        ) : undefined
      }
    >
      <Stack gap="md">
        <Group gap="xs">
          <Chip.Group multiple value={shown} onChange={setShown}>
            <div className={styles.chips} role="group" aria-label={t.shown}>
              {[...all.values()].map((one) => (
                <Chip key={keyOf(one)} value={keyOf(one)} size="xs" variant="outline">
                  {one.language} {t.channels[one.channel] ?? one.channel}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          {canWrite && (
            <AddVariant
              all={[...all.values()]}
              onAdd={(one) => {
                change(one);
                setShown([...shown, keyOf(one)]);
              }}
            />
          )}
        </Group>
        {apply.error && <Problem error={apply.error} />}
        <div className={styles.panes}>
          {shown.flatMap((key) => {
            const variant = all.get(key);
            return variant ? (
              <Pane
                key={key}
                variant={variant}
                isChanged={edits[key] !== undefined}
                canWrite={canWrite}
                onChange={change}
                onTest={(_, customer) => setAsked({ what: "test", key, customer })}
                onHistory={() => setAsked({ what: "history", key })}
              />
            ) : (
              []
            );
          })}
        </div>
      </Stack>
      {asking && asked.what === "test" && (
        <TestSend variant={asking} customer={asked.customer} onClose={() => setAsked(undefined)} />
      )}
      {asking && asked.what === "history" && (
        <History
          variant={asking}
          canWrite={canWrite}
          onClose={() => setAsked(undefined)}
          onRestore={(one) => {
            change(one);
            setAsked(undefined);
          }}
        />
      )}
    </Page>
  );
}

/** Which are shown stands in the address; at first the client's language, SMS beside e-mail. */
function useShown(all: readonly Variant[]): readonly [string[], (next: string[]) => void] {
  const [{ show }, setAddress] = useAddress();
  const { language } = useClient() as { readonly language?: string };
  const own = all.filter((one) => one.language === language);
  const usual = (own.length > 0 ? own : all).slice(0, 2).map(keyOf);
  const chosen = show?.split(",").filter((key) => all.some((one) => keyOf(one) === key));
  return [chosen ?? usual, (next) => setAddress({ show: next.join(",") || undefined })];
}

const CHANNELS = ["sms", "email", "whatsapp", "messenger", "chat", "voice"];

function AddVariant({
  all,
  onAdd,
}: {
  readonly all: readonly Variant[];
  readonly onAdd: (variant: Variant) => void;
}) {
  const t = useWords(words);
  const [open, setOpen] = useState(false);
  const [language, setLanguage] = useState("en");
  const [channel, setChannel] = useState<string>("sms");
  const exists = all.some((one) => keyOf(one) === `${language} ${channel}`);
  const add = () => {
    const like = all.find((one) => one.channel === channel) ?? all[0]!;
    const { subject, html, transliterate, ...rest } = like;
    const isMail = channel === "email";
    onAdd({
      ...rest,
      language,
      channel,
      ...(isMail && { subject: subject ?? "", ...(html && { html }) }),
      ...(channel === "sms" && transliterate && { transliterate }),
    });
    setOpen(false);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start">
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" onClick={() => setOpen(!open)}>
          {t.addVariant}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" w={240}>
          <TextInput
            label={t.language}
            description={t.languageHelp}
            value={language}
            onChange={({ currentTarget }) => setLanguage(currentTarget.value.trim())}
          />
          <Select
            label={t.channel}
            data={CHANNELS.map((value) => ({ value, label: t.channels[value] ?? value }))}
            value={channel}
            onChange={(next) => setChannel(next ?? "sms")}
            comboboxProps={{ withinPortal: false }}
            allowDeselect={false}
          />
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {exists ? `${language} ${t.channels[channel]}` : ""}
            </Text>
            <Button
              onClick={add}
              disabled={exists || !/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language)}
            >
              {t.add}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
