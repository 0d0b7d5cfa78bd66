import { Button, Group, Select } from "@mantine/core";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import { useConnection } from "../../api/api.ts";
import { save } from "../../ui/save.ts";
import { useTold } from "../../ui/told.tsx";
import { useLanguage, useWords } from "../../words/catalogue.ts";
import { words } from "./words.ts";

const MONTHS = 13;

/** The months up to that day, the last one first: "2026-06". */
function monthsTo(today: string): readonly string[] {
  const [year = 0, month = 1] = today.split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  );
}

/** A month as a PDF, in the language that is spoken here. */
export function MonthlyReport({ today }: { readonly today: string }) {
  const t = useWords(words);
  const { language } = useLanguage();
  const { dunlin } = useConnection();
  const told = useTold();
  const [busy, setBusy] = useState(false);
  const months = monthsTo(today);
  const [month, setMonth] = useState(months[0]!);
  const name = new Intl.DateTimeFormat(language, {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  const download = async () => {
    setBusy(true);
    try {
      const query = { month, language };
      const file = await done(dunlin.GET("/v1/report/monthly", { params: { query } }));
      const bytes = Uint8Array.from(atob(file.content), (letter) => letter.charCodeAt(0));
      save(new Blob([bytes], { type: file.type }), file.name);
    } catch (error) {
      told.problem(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group gap="xs" wrap="nowrap">
      <Select
        size="xs"
        w={160}
        aria-label={t.month}
        allowDeselect={false}
        value={month}
        data={months.map((value) => ({
          value,
          label: name.format(new Date(`${value}-01T00:00:00Z`)),
        }))}
        onChange={(value) => value !== null && setMonth(value)}
      />
      <Button variant="default" loading={busy} onClick={() => void download()}>
        {t.download}
      </Button>
    </Group>
  );
}
