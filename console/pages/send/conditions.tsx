// The conditions of a filter, one line each, and the menu of those that there are.
import {
  ActionIcon,
  Button,
  Group,
  Menu,
  MultiSelect,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { AddIcon, CloseIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/catalogue.ts";
import { CHOOSABLE, FIELDS, firstValue } from "./fields.ts";
import type { Conditions, Field } from "./model.ts";
import styles from "./send.module.css";
import { words } from "./words.ts";

type Value = Conditions[Field];

/** All conditions of one part of a filter. */
export function ConditionList({
  value,
  onChange,
  add,
}: {
  readonly value: Conditions;
  readonly onChange: (next: Conditions) => void;
  /** What the menu is called. */
  readonly add: string;
}) {
  const t = useWords(words);
  const fields = Object.keys(value) as Field[];
  const set = (field: Field, next: unknown) => onChange({ ...value, [field]: next });
  const remove = (field: Field) => {
    const { [field]: _gone, ...rest } = value;
    onChange(rest);
  };
  const free = CHOOSABLE.filter((field) => !fields.includes(field));
  return (
    <Stack gap={6}>
      {fields.map((field) => (
        <Group key={field} gap={8} wrap="nowrap" align="center">
          <Text size="sm" className={styles.field}>
            {t.fields[field]}
          </Text>
          <div className={styles.value}>
            <Control field={field} value={value[field]} onChange={(next) => set(field, next)} />
          </div>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t.remove(t.fields[field] ?? field)}
            onClick={() => remove(field)}
          >
            <CloseIcon />
          </ActionIcon>
        </Group>
      ))}
      <Menu position="bottom-start" withinPortal>
        <Menu.Target>
          <Button variant="subtle" size="compact-sm" leftSection={<AddIcon />} w="fit-content">
            {add}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
          {free.map((field) => (
            <Menu.Item key={field} onClick={() => set(field, firstValue(field))}>
              {t.fields[field]}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </Stack>
  );
}

type ControlProps = {
  readonly field: Field;
  readonly value: Value;
  readonly onChange: (next: unknown) => void;
};

const listOf = (text: string, by: RegExp): string[] =>
  text
    .split(by)
    .map((one) => one.trim())
    .filter((one) => one !== "");

function Control({ field, value, onChange }: ControlProps) {
  const t = useWords(words);
  const kind = FIELDS[field];
  const label = t.fields[field] ?? field;
  const common = { "aria-label": label, size: "xs" } as const;
  if (kind.is === "yes") {
    const data = [
      { value: "true", label: t.yes },
      { value: "false", label: t.no },
    ];
    const change = (text: string) => onChange(text === "true");
    return (
      <NativeSelect
        {...common}
        data={data}
        value={String(value)}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
    );
  }
  if (kind.is === "days") {
    const days = typeof value === "number" ? value : 0;
    const change = (next: string | number) => onChange(Number(next) || 0);
    return <NumberInput {...common} min={0} max={3_650} value={days} onChange={change} />;
  }
  if (kind.is === "choice" || kind.is === "several") {
    return <Choice field={field} value={value} onChange={onChange} />;
  }
  return <Written field={field} value={value} onChange={onChange} />;
}

function Choice({ field, value, onChange }: ControlProps) {
  const t = useWords(words);
  const kind = FIELDS[field];
  const common = { "aria-label": t.fields[field] ?? field, size: "xs" } as const;
  if (kind.is !== "choice" && kind.is !== "several") return null;
  const data = kind.of.map((one) => ({ value: one, label: t.choices[one] ?? one }));
  if (kind.is === "several") {
    const several = Array.isArray(value) ? value.map(String) : [];
    const change = (next: string[]) => next.length > 0 && onChange(next);
    return <MultiSelect {...common} data={data} value={several} onChange={change} />;
  }
  return (
    <NativeSelect
      {...common}
      data={data}
      value={String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** Text that becomes a list when it is left; what was written stays as it was written until then. */
function Written({ field, value, onChange }: ControlProps) {
  const t = useWords(words);
  const kind = FIELDS[field];
  const common = { "aria-label": t.fields[field] ?? field, size: "xs" } as const;
  const text = Array.isArray(value)
    ? value.join(kind.is === "lines" ? "\n" : ", ")
    : String(value ?? "");
  if (kind.is === "fixed") {
    return (
      <Text size="xs" c="dimmed" truncate>
        {text}
      </Text>
    );
  }
  if (kind.is === "lines") {
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={8}
        defaultValue={text}
        placeholder={t.oneALine}
        onBlur={({ currentTarget }) => onChange(listOf(currentTarget.value, /[\n,;]+/))}
      />
    );
  }
  const isAmount = kind.is === "amount";
  const take = (written: string) =>
    onChange(
      isAmount || field === "currency"
        ? written.trim().replace(",", ".")
        : listOf(written, /[,;]+/),
    );
  return (
    <TextInput
      {...common}
      defaultValue={text}
      placeholder={isAmount ? "100.00" : t.withCommas}
      {...(isAmount && { inputMode: "decimal" as const })}
      onBlur={({ currentTarget }) => take(currentTarget.value)}
      onKeyDown={({ key, currentTarget }) => key === "Enter" && take(currentTarget.value)}
    />
  );
}
