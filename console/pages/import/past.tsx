// What was imported before, and the way back.
import { Button, Group, Text } from "@mantine/core";
import { useApi, useConnection, LIVE } from "../../api/api.ts";
import { useMay } from "../../api/session.ts";
import { useConfirm } from "../../ui/confirm.tsx";
import { Ago } from "../../ui/figures.tsx";
import { GoButton } from "../../ui/go.tsx";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { Rows } from "../../ui/rows.tsx";
import { useTold } from "../../ui/told.tsx";
import { useFormat } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import type { paths } from "../../../sdk/schema.ts";
import { Part } from "./drop.tsx";
import type { Counts } from "./model.ts";
import { words } from "./words.ts";

type Import =
  paths["/v1/imports"]["get"]["responses"]["200"]["content"]["application/json"]["imports"][number];

/** Takes an import back, once it was said what that does. */
export function useUndo(): (batchId: string, file: string) => Promise<boolean> {
  const t = useWords(words);
  const confirm = useConfirm();
  const told = useTold();
  const { memory } = useConnection();
  const undo = useApi().useMutation("post", "/v1/imports/{batch_id}/undo");
  return async (batchId, file) => {
    const question = { title: t.undoTitle, effect: t.undoEffect(file), action: t.undo };
    if (!(await confirm({ ...question, danger: true }))) return false;
    try {
      await undo.mutateAsync({ params: { path: { batch_id: batchId } } });
    } catch (error) {
      told.problem(error);
      return false;
    }
    told.done(t.undone);
    void memory.invalidateQueries();
    return true;
  };
}

export function PastImports() {
  const t = useWords(words);
  const { number } = useFormat();
  const may = useMay();
  const undo = useUndo();
  const past = useApi().useQuery("get", "/v1/imports", { params: { query: { limit: 50 } } }, LIVE);
  if (past.error) return <Problem error={past.error} again={() => void past.refetch()} />;
  if (!past.data) return <Waiting lines={3} />;
  const rows = past.data.imports;
  const invoicesOf = (one: Import) => (one.result as Counts | null)?.invoices;
  const figure = (one: Import, key: "created" | "updated" | "settled") => {
    const value = invoicesOf(one)?.[key];
    return value === undefined ? "" : number(value);
  };
  return (
    <Part title={t.past}>
      <Rows
        label={t.past}
        rows={rows}
        keyOf={({ batch }) => batch}
        empty={
          <Text size="sm" c="dimmed">
            {t.pastNone}
          </Text>
        }
        columns={[
          { id: "file", head: t.file, width: "minmax(0, 2fr)", cell: ({ file }) => file },
          { id: "at", head: t.when, cell: ({ applied_at: at }) => at && <Ago at={at} /> },
          {
            id: "new",
            head: t.newOnes,
            right: true,
            width: "80px",
            wideOnly: true,
            cell: (one) => figure(one, "created"),
          },
          {
            id: "changed",
            head: t.changedOnes,
            right: true,
            width: "90px",
            wideOnly: true,
            cell: (one) => figure(one, "updated"),
          },
          {
            id: "settled",
            head: t.settledOnes,
            right: true,
            width: "90px",
            wideOnly: true,
            cell: (one) => figure(one, "settled"),
          },
          { id: "by", head: t.by, wideOnly: true, cell: ({ actor }) => actor },
          {
            id: "undo",
            head: t.actions,
            width: "minmax(110px, auto)",
            right: true,
            cell: (one) =>
              one.state === "applied" && may("imports:write") ? (
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {may("messages:write") && (
                    <GoButton
                      size="compact-xs"
                      variant="subtle"
                      visibleFrom="sm"
                      to="send/new"
                      search={{ import: one.batch }}
                    >
                      {t.sendThese}
                    </GoButton>
                  )}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    aria-label={`${t.undo}: ${one.file}`}
                    onClick={() => void undo(one.batch, one.file)}
                  >
                    {t.undoShort}
                  </Button>
                </Group>
              ) : (
                <Text size="xs" c="dimmed">
                  {t.state[one.state] ?? one.state}
                </Text>
              ),
          },
        ]}
      />
    </Part>
  );
}
