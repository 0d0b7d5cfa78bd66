// What: a template, or words of one's own with variables.
import {
  Button,
  Menu,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
  Textarea,
  TextInput,
  Group,
} from "@mantine/core";
import { useRef } from "react";
import { useApi } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useWords } from "../../words/catalogue.ts";
import { REACHES, type Draft, type Reach } from "./model.ts";
import { words } from "./words.ts";

type Props = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

export function What({ draft, change }: Props) {
  const t = useWords(words);
  const classes = ["collection", "notice", "service"] as const;
  return (
    <Stack gap="sm">
      <Group gap="sm" grow preventGrowOverflow={false}>
        <NativeSelect
          label={t.reach}
          value={draft.reach}
          data={REACHES.map((value) => ({ value, label: t.reaches[value] ?? value }))}
          onChange={({ currentTarget }) => change({ reach: currentTarget.value as Reach })}
        />
        <NativeSelect
          label={t.classLabel}
          value={draft.class}
          data={classes.map((value) => ({ value, label: t.classes[value] ?? value }))}
          onChange={({ currentTarget }) => change({ class: currentTarget.value as Draft["class"] })}
        />
      </Group>
      <SegmentedControl
        aria-label={t.says}
        value={draft.says}
        onChange={(says) => change({ says: says as Draft["says"] })}
        data={[
          { value: "template", label: t.template },
          { value: "words", label: t.ownWords },
        ]}
        w="fit-content"
      />
      {draft.says === "template" ? (
        <ChooseTemplate draft={draft} change={change} />
      ) : (
        <Write draft={draft} change={change} />
      )}
    </Stack>
  );
}

/** What ladders and people say; pins and confirmations have occasions of their own. */
const FIT = new Set(["collection", "notice", "service"]);

function ChooseTemplate({ draft, change }: Props) {
  const t = useWords(words);
  const may = useMay();
  const enabled = may("templates:read");
  const found = useApi().useQuery("get", "/v1/templates", {}, { enabled });
  const fit = (found.data?.templates ?? []).filter((one) => FIT.has(one.class));
  const names = [...new Set([...fit.map(({ name }) => name), draft.template])].toSorted();
  return (
    <NativeSelect
      label={t.template}
      value={draft.template}
      data={names.map((value) => ({ value, label: value.replaceAll("_", " ") }))}
      onChange={({ currentTarget }) => change({ template: currentTarget.value })}
      maw={320}
    />
  );
}

function Write({ draft, change }: Props) {
  const t = useWords(words);
  const { words: own, reach } = draft;
  const set = (part: Partial<Draft["words"]>) => change({ words: { ...own, ...part } });
  return (
    <Stack gap="sm">
      <TextInput
        label={t.language}
        value={draft.language}
        maxLength={8}
        w={90}
        onChange={({ currentTarget }) => change({ language: currentTarget.value.trim() })}
      />
      {/sms|whatsapp/.test(reach) && (
        <Worded label={t.text} value={own.sms} onChange={(sms) => set({ sms })} />
      )}
      {reach.includes("email") && (
        <>
          <TextInput
            label={t.subject}
            value={own.subject}
            maxLength={500}
            onChange={({ currentTarget }) => set({ subject: currentTarget.value })}
          />
          <Worded
            label={t.email}
            value={own.email}
            onChange={(email) => set({ email })}
            help={/sms|whatsapp/.test(reach) ? t.emailLike : undefined}
          />
        </>
      )}
      <Worded
        label={t.reserved}
        value={own.reserved}
        onChange={(reserved) => set({ reserved })}
        help={t.reservedHelp}
        rows={2}
      />
    </Stack>
  );
}

type WordedProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (next: string) => void;
  readonly help?: string | undefined;
  readonly rows?: number;
};

/** A text with a menu of variables, which go where the cursor is. */
function Worded({ label, value, onChange, help, rows = 3 }: WordedProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (text: string) => {
    const from = area.current?.selectionStart ?? value.length;
    const to = area.current?.selectionEnd ?? from;
    onChange(value.slice(0, from) + text + value.slice(to));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  return (
    <div>
      <Textarea
        ref={area}
        label={label}
        {...(help !== undefined && { description: help })}
        value={value}
        autosize
        minRows={rows}
        maxRows={14}
        maxLength={20_000}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Variables insert={insert} />
    </div>
  );
}

function Variables({ insert }: { readonly insert: (text: string) => void }) {
  const t = useWords(words);
  const enabled = useMay()("templates:read");
  const found = useApi().useQuery("get", "/v1/template-variables", {}, { enabled });
  const all = (found.data?.variables ?? []).filter(({ path }) => !path.includes("[]"));
  if (all.length === 0) return null;
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="subtle" size="compact-xs" mt={4}>
          {t.variables}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} maw={420} style={{ overflowY: "auto" }}>
        {all.map(({ path, snippet, about }) => (
          <Menu.Item key={path} onClick={() => insert(snippet)}>
            <Text size="sm" ff="monospace">
              {path}
            </Text>
            <Text size="xs" c="dimmed">
              {about}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
