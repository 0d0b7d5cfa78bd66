// One step, field by field; every change is a change of the file beside it.
import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useWords } from "../../words/catalogue.ts";
import { moved, type Step, type StepChange, type When } from "./model.ts";
import { words } from "./words.ts";

const EXITS = ["call_list", "case", "suspend"] as const;
const KINDS = ["person", "firm"] as const;

type Props = {
  readonly step: Step;
  readonly onChange: (change: StepChange) => void;
  readonly onRemove: () => void;
};

/** The panel of the step that is chosen. */
export function StepPanel({ step, onChange, onRemove }: Props) {
  const t = useWords(words);
  return (
    <Stack gap="sm">
      <TextInput
        label={t.id}
        description={t.idHelp}
        value={step.id}
        onChange={(event) =>
          onChange({ id: event.currentTarget.value.replace(/[^a-z0-9_-]/g, "") })
        }
      />
      <WhenFields step={step} onChange={onChange} />
      <Textarea
        label={t.channels}
        description={t.channelsHelp}
        autosize
        minRows={1}
        maxRows={4}
        value={step.channels.join("\n")}
        onChange={(event) =>
          onChange({
            channels: event.currentTarget.value.split("\n").filter((line) => line !== ""),
          })
        }
      />
      <TextInput
        label={t.template}
        value={step.template}
        onChange={(event) => onChange({ template: event.currentTarget.value })}
      />
      <Select
        label={t.class}
        description={t.classHelp}
        allowDeselect={false}
        data={[
          { value: "collection", label: t.classes.collection },
          { value: "notice", label: t.classes.notice },
        ]}
        value={step.class}
        onChange={(value) => onChange({ class: value === "notice" ? "notice" : "collection" })}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t.between}
          description={t.betweenHelp}
          value={step.between}
          onChange={(event) => onChange({ between: event.currentTarget.value })}
        />
        <TextInput
          label={t.window}
          description={t.windowHelp}
          value={step.window}
          onChange={(event) => onChange({ window: event.currentTarget.value })}
        />
      </Group>
      <Choices step={step} onChange={onChange} />
      {step.requires && (
        <Text size="sm">{t.requires(step.requires.step, step.requires.delivered)}</Text>
      )}
      <Group>
        <Button variant="default" onClick={onRemove}>
          {t.removeStep}
        </Button>
      </Group>
    </Stack>
  );
}

function Choices({ step, onChange }: Pick<Props, "step" | "onChange">) {
  const t = useWords(words);
  return (
    <>
      <Checkbox.Group
        label={t.exits}
        value={[...step.exits]}
        onChange={(exits) => onChange({ exits })}
      >
        <Stack gap={6} mt={6}>
          {EXITS.map((exit) => (
            <Checkbox key={exit} size="xs" value={exit} label={t.exitNames[exit]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Checkbox.Group
        label={t.kinds}
        value={[...step.kinds]}
        onChange={(kinds) => onChange({ kinds: kinds.length === KINDS.length ? [] : kinds })}
      >
        <Group mt={6}>
          {KINDS.map((kind) => (
            <Checkbox key={kind} size="xs" value={kind} label={t.kindNames[kind]} />
          ))}
        </Group>
      </Checkbox.Group>
    </>
  );
}

function WhenFields({ step: { when }, onChange }: Pick<Props, "step" | "onChange">) {
  const t = useWords(words);
  if (!when) return <Text size="sm">{t.whenUnknown}</Text>;
  const set = (change: Partial<When>) => {
    const next = { ...when, ...change };
    onChange({ when: moved(next, next.days) });
  };
  return (
    <>
      <Group grow align="flex-start">
        <NumberInput
          label={t.count}
          min={0}
          max={120}
          allowDecimal={false}
          value={Math.abs(when.days)}
          onChange={(value) => {
            const days = Number(value) || 0;
            set({ days: when.anchor === "due" ? -days : days });
          }}
        />
        <Select
          label={t.unit}
          allowDeselect={false}
          data={[
            { value: "calendar", label: t.units.calendar },
            { value: "business", label: t.units.business },
          ]}
          value={when.unit}
          onChange={(value) => set({ unit: value === "business" ? "business" : "calendar" })}
        />
      </Group>
      <Select
        label={t.side}
        allowDeselect={false}
        data={[
          { value: "due", label: t.sides.due },
          { value: "episode", label: t.sides.episode },
        ]}
        value={when.anchor}
        onChange={(value) =>
          set(
            value === "due"
              ? { anchor: "due", days: -Math.abs(when.days) }
              : { anchor: "episode", days: Math.abs(when.days) },
          )
        }
      />
    </>
  );
}
