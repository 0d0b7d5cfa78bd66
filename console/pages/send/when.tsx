// When: now or at a time where the client is, spread, repeated; or chosen in the week.
import {
  Collapse,
  Button,
  Group,
  NativeSelect,
  Stack,
  Text,
  TextInput,
  ActionIcon,
} from "@mantine/core";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useClient } from "../../api/session.ts";
import { BackIcon, NextIcon } from "../../ui/icons.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useFormat } from "../../words/format.ts";
import type { Draft } from "./model.ts";
import { dayIn, mondayOf, plusDays } from "./time.ts";
import { nowMs } from "../../api/clock.ts";
import { usePlaced } from "./use-placed.ts";
import { Week } from "./week.tsx";
import { words } from "./words.ts";

type Props = { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void };

export function When({ draft, change }: Props) {
  const t = useWords(words);
  const { zone } = useClient();
  const [open, setOpen] = useState(false);
  const rules = useApi().useQuery("get", "/v1/campaigns/rules");
  const spreads = Object.entries(t.spreads).map(([value, label]) => ({ value, label }));
  const repeats = Object.entries(t.repeatsBy).map(([value, label]) => ({ value, label }));
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <TextInput
          type="datetime-local"
          label={t.start}
          value={draft.startsAt}
          onChange={({ currentTarget }) => change({ startsAt: currentTarget.value })}
        />
        <NativeSelect
          label={t.spread}
          data={spreads}
          value={String(draft.spreadMinutes)}
          onChange={({ currentTarget }) => change({ spreadMinutes: Number(currentTarget.value) })}
        />
        <NativeSelect
          label={t.repeats}
          data={repeats}
          value={draft.repeats}
          onChange={({ currentTarget }) =>
            change({ repeats: currentTarget.value as Draft["repeats"] })
          }
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t.startHelp(zone)}
      </Text>
      {rules.data?.needs_approval && <Text size="sm">{t.needsSecond}</Text>}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t.chooseTime}
      </Button>
      <Collapse expanded={open}>
        {open && <Choose onPick={(startsAt) => change({ startsAt })} from={draft.startsAt} />}
      </Collapse>
    </Stack>
  );
}

function Choose({
  from,
  onPick,
}: {
  readonly from: string;
  readonly onPick: (local: string) => void;
}) {
  const t = useWords(words);
  const { zone } = useClient();
  const { day } = useFormat();
  const now = nowMs();
  const today = dayIn(now, zone);
  const [monday, setMonday] = useState(mondayOf(from === "" ? today : from.slice(0, 10)));
  const placed = usePlaced(monday, plusDays(monday, 7));
  return (
    <Stack gap={6}>
      <Group gap={6}>
        <ActionIcon
          variant="default"
          aria-label={t.before}
          onClick={() => setMonday(plusDays(monday, -7))}
        >
          <BackIcon />
        </ActionIcon>
        <Text size="sm">{`${day(monday)} – ${day(plusDays(monday, 6))}`}</Text>
        <ActionIcon
          variant="default"
          aria-label={t.after}
          onClick={() => setMonday(plusDays(monday, 7))}
        >
          <NextIcon />
        </ActionIcon>
      </Group>
      <Week monday={monday} today={today} zone={zone} placed={placed} onPick={onPick} />
      <Text size="xs" c="dimmed">
        {t.shaded}
      </Text>
    </Stack>
  );
}
