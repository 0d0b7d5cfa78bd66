// Debits: when they strike, what must not be processed, and the files that leave without it.
import { Stack } from "@mantine/core";
import { useAddress } from "../../ui/go.tsx";
import { Page } from "../../ui/page.tsx";
import { useWords } from "../../words/catalogue.ts";
import { Calendar } from "./calendar.tsx";
import { DayList } from "./day-list.tsx";
import { Files } from "./files.tsx";
import { Stops } from "./stops.tsx";
import { words } from "./words.ts";

export function DebitsPage() {
  const t = useWords(words);
  const [{ day }] = useAddress();
  return (
    <Page title={t.title}>
      <Stack gap="xl">
        <Calendar />
        {day !== undefined && <DayList key={day} day={day} />}
        <Stops />
        <Files />
      </Stack>
    </Page>
  );
}
