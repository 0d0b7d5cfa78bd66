// The ladder being changed: drawn above, one step and the file below.
import {
  Alert,
  Button,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  Title,
} from "@mantine/core";
import { useMemo, useState } from "react";
import { useMay } from "../../api/session.ts";
import { AddIcon, WarnIcon } from "../../ui/icons.tsx";
import { useActions } from "../../ui/shortcuts.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { Changes } from "./changes.tsx";
import {
  freeId,
  readLadder,
  withNewStep,
  withStep,
  withoutStep,
  type Ladder as Read,
  type StepChange,
} from "./model.ts";
import { StepPanel } from "./step-panel.tsx";
import { Timeline } from "./timeline.tsx";
import { words } from "./words.ts";

const NEW_STEP_AFTER_DAYS = 7;
const FILE_FONT = {
  input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12.5, lineHeight: 1.5 },
} as const;

type Props = {
  readonly source: string;
  readonly inForce: string | undefined;
  readonly onChange: (source: string) => void;
  readonly onDiscard: () => void;
};

/** Drawing, panel and file of one policy. */
export function LadderEditor({ source, inForce, onChange, onDiscard }: Props) {
  const t = useWords(words);
  const told = useTold();
  const may = useMay()("policies:write");
  const [chosen, setChosen] = useState<number>();
  const [comparing, setComparing] = useState(false);
  const read = useMemo(() => readLadder(source), [source]);
  // While the file is no YAML, the drawing shows what stood before.
  const [last, setLast] = useState<Read>({ name: "", steps: [] });
  if ("ladder" in read && read.ladder !== last) setLast(read.ladder);
  const { steps } = last;
  const step = chosen === undefined ? undefined : steps[chosen];
  const changed = source !== inForce;
  const remove = (index: number) => {
    onChange(withoutStep(source, index));
    setChosen(undefined);
    told.done(t.removed(steps[index]?.id ?? ""), () => onChange(source));
  };
  const add = () => {
    const days = Math.max(0, ...steps.map(({ when }) => when?.days ?? 0)) + NEW_STEP_AFTER_DAYS;
    const made = withNewStep(source, freeId(steps), days);
    onChange(made.source);
    setChosen(made.index);
  };
  useActions(
    useMemo(
      () => [{ id: "policy-changes", label: t.seeChanges, run: () => setComparing(true) }],
      [t],
    ),
  );
  return (
    <Stack>
      <Group justify="space-between">
        <Button variant="default" leftSection={<AddIcon />} onClick={add}>
          {t.addStep}
        </Button>
        {changed && (
          <Group gap="xs">
            <Button variant="default" onClick={onDiscard}>
              {t.discard}
            </Button>
            {may && <Button onClick={() => setComparing(true)}>{t.seeChanges}</Button>}
          </Group>
        )}
      </Group>
      <Timeline
        steps={steps}
        chosen={chosen}
        onChoose={setChosen}
        onMove={(index, when) => onChange(withStep(source, index, { when }))}
        onRemove={remove}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Paper withBorder p="md" component="section" aria-label={t.step}>
          <Title order={2} mb="xs">
            {step ? step.id : t.step}
          </Title>
          {step && chosen !== undefined ? (
            <StepPanel
              step={step}
              onChange={(change: StepChange) => onChange(withStep(source, chosen, change))}
              onRemove={() => remove(chosen)}
            />
          ) : (
            <Text c="dimmed">{t.noStep}</Text>
          )}
        </Paper>
        <File source={source} onChange={onChange} error={"error" in read ? read : undefined} />
      </SimpleGrid>
      <Changes
        source={source}
        opened={comparing}
        onClose={() => setComparing(false)}
        onActivated={() => {
          setComparing(false);
          onDiscard();
        }}
      />
    </Stack>
  );
}

function File({
  source,
  onChange,
  error,
}: {
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly error: { readonly error: string; readonly line: number } | undefined;
}) {
  const t = useWords(words);
  return (
    <Stack gap="xs">
      {error && (
        <Alert color="orange" variant="light" icon={<WarnIcon />} title={t.yamlBroken(error.line)}>
          {error.error}
        </Alert>
      )}
      <Textarea
        styles={FILE_FONT}
        label={t.yaml}
        description={t.yamlHelp}
        autosize
        minRows={18}
        maxRows={34}
        spellCheck={false}
        value={source}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Stack>
  );
}
