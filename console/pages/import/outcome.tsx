// While the book is being applied, and what came of it.
import { Alert, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMay } from "../../api/session.ts";
import { Figure } from "../../ui/figures.tsx";
import { GoButton } from "../../ui/go.tsx";
import { CheckIcon, WarnIcon } from "../../ui/icons.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import { Part } from "./drop.tsx";
import styles from "./import.module.css";
import type { Counts, Upload } from "./model.ts";
import { useUndo } from "./past.tsx";
import { words } from "./words.ts";

/** How far it is, in lines. */
export function Applying({ upload }: { readonly upload: Upload | undefined }) {
  const t = useWords(words);
  const lines = upload?.lines ?? 0;
  const bytes = Number(upload?.bytes ?? 1);
  const read = Number(upload?.bytes_read ?? 0);
  // Reading is about half of the work; the rest is one step of the database.
  const share = upload?.phase === "reading" ? (read / Math.max(1, bytes)) * 50 : 75;
  return (
    <Part title={t.applying}>
      <Stack gap={6} maw={520} aria-live="polite">
        <Progress value={share} animated aria-label={t.applying} />
        <Text size="sm" c="dimmed">
          {t.phase[upload?.phase ?? "reading"]}, {t.lines(lines)}
        </Text>
      </Stack>
    </Part>
  );
}

/** What came of it, and what can be done now. */
export function Outcome({
  upload,
  onAgain,
}: {
  readonly upload: Upload;
  readonly onAgain: () => void;
}) {
  const t = useWords(words);
  const { number } = useFormat();
  const may = useMay();
  const undo = useUndo();
  const { batch_id: batchId, file, reason } = upload;
  if (upload.state !== "applied" || batchId === null) {
    return (
      <Alert color="red" variant="light" icon={<WarnIcon />} title={t.refused} role="alert">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{reason}</Text>
          <Button variant="default" onClick={onAgain}>
            {t.another}
          </Button>
        </Stack>
      </Alert>
    );
  }
  const { customers, invoices } = upload.result as Counts;
  const takeBack = async () => {
    if (await undo(batchId, file)) onAgain();
  };
  return (
    <Stack gap="md">
      <Alert color="dunlin" variant="light" icon={<CheckIcon />} title={t.done} role="status">
        {file}
      </Alert>
      <div className={styles.money}>
        <Figure
          label={`${t.customers}: ${t.created}`}
          value={number(customers.created)}
          to="customers"
        />
        <Figure label={`${t.customers}: ${t.updated}`} value={number(customers.updated)} />
        <Figure label={`${t.invoices}: ${t.created}`} value={number(invoices.created)} />
        <Figure label={`${t.invoices}: ${t.updated}`} value={number(invoices.updated)} />
        <Figure label={`${t.invoices}: ${t.settled}`} value={number(invoices.settled)} />
      </div>
      <Group gap="xs">
        {may("messages:write") && (
          <GoButton to="send/new" search={{ import: batchId }}>
            {t.sendThese}
          </GoButton>
        )}
        <GoButton variant="default" to="customers">
          {t.seeCustomers}
        </GoButton>
        <Button variant="default" onClick={onAgain}>
          {t.another}
        </Button>
        <Button variant="subtle" onClick={() => void takeBack()}>
          {t.undo}
        </Button>
      </Group>
    </Stack>
  );
}
