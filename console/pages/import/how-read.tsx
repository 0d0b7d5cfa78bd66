// How the file is written, as found: each of it can be set right.
import { Alert, Group, List, NativeSelect, Text } from "@mantine/core";
import { WarnIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/catalogue.ts";
import type { Correction, Mapping, Reading } from "./model.ts";
import { words } from "./words.ts";

const ENCODINGS = ["utf-8", "windows-1250", "windows-1252", "utf-16le", "utf-16be"];
const DELIMITERS = [";", ",", "\t", "|"];
const DECIMALS = [",", "."];
const DATES = [
  "dd.mm.yyyy",
  "dd/mm/yyyy",
  "dd-mm-yyyy",
  "mm/dd/yyyy",
  "mm-dd-yyyy",
  "yyyy-mm-dd",
  "yyyy/mm/dd",
  "yyyy.mm.dd",
  "yyyymmdd",
  "excel",
];

export function HowRead({
  reading,
  correction,
  onMapping,
}: {
  readonly reading: Reading;
  readonly correction: Correction;
  readonly onMapping: (mapping: Mapping) => void;
}) {
  const t = useWords(words);
  const { encoding, delimiter, decimal, dates, ambiguous } = reading.detected;
  const set = (change: Mapping) => onMapping({ ...(reading.told as Mapping), ...change });
  const missing = reading.missing.map((choice) =>
    choice.map((field) => t.fields[field] ?? field).join(t.or),
  );
  const settings = [
    ["encoding", encoding, ENCODINGS.map((value) => ({ value, label: value }))],
    ["delimiter", delimiter, DELIMITERS.map((value) => ({ value, label: t.delimiters[value]! }))],
    ["decimal", decimal, DECIMALS.map((value) => ({ value, label: t.decimals[value]! }))],
    ["dates", dates, DATES.map((value) => ({ value, label: value }))],
  ] as const;
  return (
    <>
      <Group gap="sm" mb="xs" align="flex-end">
        {settings.map(([name, value, data]) => (
          <NativeSelect
            key={name}
            size="xs"
            label={t[name]}
            value={value}
            data={[...data]}
            onChange={({ currentTarget }) => set({ [name]: currentTarget.value })}
          />
        ))}
        <Text size="xs" c="dimmed" pb={6}>
          {reading.remembered ? t.remembered : missing.length === 0 ? t.understood : ""}
        </Text>
      </Group>
      {missing.length > 0 && (
        <Alert color="orange" variant="light" icon={<WarnIcon />} mb="xs" role="status">
          {t.needed(missing.join(", "))}
        </Alert>
      )}
      {missing.length === 0 && correction.guessed.length > 0 && (
        <Alert color="orange" variant="light" icon={<WarnIcon />} mb="xs" role="status">
          {t.guessed}
        </Alert>
      )}
      {missing.length === 0 && reading.problem !== null && (
        <Alert color="red" variant="light" icon={<WarnIcon />} mb="xs" role="alert">
          {reading.problem}
        </Alert>
      )}
      {ambiguous.length > 0 && (
        <Alert color="orange" variant="light" icon={<WarnIcon />} mb="xs">
          <List size="sm">
            {ambiguous.map((sentence) => (
              <List.Item key={sentence}>{sentence}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </>
  );
}
