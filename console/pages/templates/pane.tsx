// One language and channel: the words, what they may speak of, and how real customers would read them.
import {
  Badge,
  Button,
  Group,
  Menu,
  ScrollArea,
  Switch,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useRef, type RefObject } from "react";
import { useApi } from "../../api/api.ts";
import { useWords } from "../../words/catalogue.ts";
import { DISCLOSURES, type Disclosure, type Variant } from "./model.ts";
import { LivePreview } from "./preview.tsx";
import styles from "./templates.module.css";
import { words } from "./words.ts";

export type Tool = {
  readonly onTest: (variant: Variant, customer: string | undefined) => void;
  readonly onHistory: (variant: Variant) => void;
};

export function Pane({
  variant,
  isChanged,
  canWrite,
  onChange,
  onTest,
  onHistory,
}: {
  readonly variant: Variant;
  readonly isChanged: boolean;
  readonly canWrite: boolean;
  readonly onChange: (next: Variant) => void;
} & Tool) {
  const t = useWords(words);
  const { language, channel } = variant;
  const focused = useRef<HTMLTextAreaElement | HTMLInputElement>(null);
  const shown = useRef<string>(undefined);
  const title = `${language} · ${t.channels[channel] ?? channel}`;
  const isMail = channel === "email";
  return (
    <section className={styles.pane} aria-label={title}>
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text component="h2" fw={600}>
            {title}
          </Text>
          {isChanged && (
            <Badge size="sm" variant="light" color="gray" tt="none">
              {t.changed}
            </Badge>
          )}
        </Group>
        <Group gap={4}>
          {canWrite && <Variables focused={focused} variant={variant} onChange={onChange} />}
          <Button size="compact-xs" variant="subtle" onClick={() => onHistory(variant)}>
            {t.history}
          </Button>
          {canWrite && (channel === "sms" || isMail) && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => onTest(variant, shown.current)}
            >
              {t.test}
            </Button>
          )}
        </Group>
      </Group>
      {isMail &&
        subjectsOf(variant).map(([path, subject, label]) => (
          <TextInput
            key={path}
            label={label === undefined ? t.subject : `${t.subject}: ${t.subjects[label]}`}
            value={subject}
            readOnly={!canWrite}
            data-field={path}
            onFocus={({ currentTarget }) => (focused.current = currentTarget)}
            onChange={({ currentTarget }) => onChange(withText(variant, path, currentTarget.value))}
          />
        ))}
      {DISCLOSURES.filter((one) => isOffered(variant, one)).map((disclosure) => (
        <Textarea
          key={disclosure}
          label={t.text[disclosure]}
          value={variant.text[disclosure] ?? ""}
          autosize
          minRows={2}
          maxRows={14}
          readOnly={!canWrite}
          data-field={`text.${disclosure}`}
          onFocus={({ currentTarget }) => (focused.current = currentTarget)}
          onChange={({ currentTarget }) =>
            onChange({
              ...variant,
              text: { ...variant.text, [disclosure]: currentTarget.value },
            })
          }
        />
      ))}
      {isMail && variant.html?.full !== undefined && (
        <Textarea
          label={t.html}
          value={variant.html.full}
          autosize
          minRows={4}
          maxRows={20}
          readOnly={!canWrite}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          data-field="html.full"
          onFocus={({ currentTarget }) => (focused.current = currentTarget)}
          onChange={({ currentTarget }) =>
            onChange({ ...variant, html: { ...variant.html, full: currentTarget.value } })
          }
        />
      )}
      {channel === "sms" && canWrite && (
        <Switch
          label={t.transliterate}
          checked={variant.transliterate ?? false}
          onChange={({ currentTarget }) =>
            onChange({ ...variant, transliterate: currentTarget.checked })
          }
        />
      )}
      <LivePreview variant={variant} onShown={(customer) => (shown.current = customer)} />
    </section>
  );
}

/** One for all, or one for each text. */
function subjectsOf({
  subject,
}: Variant): readonly (readonly [path: string, text: string, of: Disclosure | undefined])[] {
  if (typeof subject !== "object") return [["subject", subject ?? "", undefined]];
  return DISCLOSURES.filter((one) => subject[one] !== undefined).map((one) => [
    `subject.${one}`,
    subject[one] ?? "",
    one,
  ]);
}

/** What is there, and the two that a message to a customer needs. */
const isOffered = ({ text, class: cls }: Variant, disclosure: Disclosure): boolean =>
  text[disclosure] !== undefined ||
  disclosure === "full" ||
  (cls === "collection" && disclosure === "unverified");

/** The variables, written where the cursor was. */
function Variables({
  focused,
  variant,
  onChange,
}: {
  readonly focused: RefObject<HTMLTextAreaElement | HTMLInputElement | null>;
  readonly variant: Variant;
  readonly onChange: (next: Variant) => void;
}) {
  const t = useWords(words);
  const { data } = useApi().useQuery("get", "/v1/template-variables", {}, { staleTime: Infinity });
  const insert = (snippet: string) => {
    const field = focused.current;
    const path = field?.dataset["field"] ?? "text.full";
    const before = textAt(variant, path);
    const [from, to] = [
      field?.selectionStart ?? before.length,
      field?.selectionEnd ?? before.length,
    ];
    onChange(withText(variant, path, before.slice(0, from) + snippet + before.slice(to)));
    const after = from + snippet.length;
    setTimeout(() => {
      field?.focus();
      field?.setSelectionRange(after, after);
    });
  };
  const own = Object.keys((variant.vars as object | undefined) ?? {});
  return (
    <Menu position="bottom-end" width={340} returnFocus={false}>
      <Menu.Target>
        <Button size="compact-xs" variant="subtle">
          {t.insert}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <ScrollArea.Autosize mah={360}>
          {own.map((name) => (
            <Menu.Item key={name} onClick={() => insert(`{{ vars.${name} }}`)}>
              <Text size="sm">vars.{name}</Text>
            </Menu.Item>
          ))}
          {data?.variables
            .filter(({ path }) => path !== "vars")
            .map(({ path, about, snippet }) => (
              <Menu.Item key={path} onClick={() => insert(snippet)}>
                <Text size="sm">{path}</Text>
                <Text size="xs" c="dimmed">
                  {about}
                </Text>
              </Menu.Item>
            ))}
        </ScrollArea.Autosize>
      </Menu.Dropdown>
    </Menu>
  );
}

function textAt(variant: Variant, path: string): string {
  const [field, disclosure] = path.split(".") as [string, Disclosure];
  const { subject } = variant;
  if (field === "subject") {
    return typeof subject === "object" ? (subject[disclosure] ?? "") : (subject ?? "");
  }
  return (field === "html" ? variant.html : variant.text)?.[disclosure] ?? "";
}

function withText(variant: Variant, path: string, text: string): Variant {
  const [field, disclosure] = path.split(".") as [string, Disclosure];
  if (field === "subject") {
    const { subject } = variant;
    const isOne = typeof subject !== "object";
    return { ...variant, subject: isOne ? text : { ...subject, [disclosure]: text } };
  }
  if (field === "html") return { ...variant, html: { ...variant.html, [disclosure]: text } };
  return { ...variant, text: { ...variant.text, [disclosure]: text } };
}
