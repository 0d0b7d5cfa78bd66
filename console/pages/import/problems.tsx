// What can't be taken of the file: counted by kind, each with its lines.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { done } from "../../../sdk/client.ts";
import type { paths } from "../../../sdk/schema.ts";
import { useConnection } from "../../api/api.ts";
import { Waiting } from "../../ui/page.tsx";
import { Problem } from "../../ui/problem.tsx";
import { useTold } from "../../ui/told.tsx";
import { useWords } from "../../words/catalogue.ts";
import { Part } from "./drop.tsx";
import styles from "./import.module.css";
import { problemsAsCsv } from "./requests.ts";
import { words } from "./words.ts";

const ROWS = 50;

type Found =
  paths["/v1/imports/uploads/{upload_id}/problems"]["get"]["responses"]["200"]["content"]["application/json"];

export function Problems({ uploadId }: { readonly uploadId: string }) {
  const t = useWords(words);
  const told = useTold();
  const { dunlin } = useConnection();
  const [open, setOpen] = useState<string>();
  const found = useQuery({
    queryKey: ["import problems", uploadId],
    queryFn: async () => await problemsOf(dunlin, uploadId, undefined, 1),
  });
  if (found.error) return <Problem error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Waiting lines={2} />;
  const { kinds } = found.data;
  if (kinds.length === 0) {
    return (
      <Part title={t.notTaken}>
        <Text size="sm" c="dimmed">
          {t.noProblems}
        </Text>
      </Part>
    );
  }
  const download = async () => {
    try {
      save("problems.csv", await problemsAsCsv(dunlin, uploadId));
    } catch (error) {
      told.problem(error);
    }
  };
  return (
    <Part
      title={t.notTaken}
      aside={
        <Button variant="default" size="compact-xs" onClick={() => void download()}>
          {t.download}
        </Button>
      }
    >
      <Stack gap={6}>
        {kinds.map(({ kind, severity, count, example }) => (
          <div key={kind}>
            <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
              <div>
                <Text size="sm" fw={500}>
                  {t.problems[kind] ?? kind}
                </Text>
                <Text size="xs" c="dimmed">
                  {severity === "row" ? t.rowsLeftOut(count) : t.rowsWithout(count)}
                  {": "}
                  {t.line.toLowerCase()} {example.line} {example.value && `“${example.value}”`}
                </Text>
              </div>
              <Button
                variant="subtle"
                size="compact-xs"
                aria-expanded={open === kind}
                aria-label={`${open === kind ? t.hideRows : t.showRows}: ${t.problems[kind] ?? kind}`}
                onClick={() => setOpen(open === kind ? undefined : kind)}
              >
                {open === kind ? t.hideRows : t.showRows}
              </Button>
            </Group>
            {open === kind && <Lines uploadId={uploadId} kind={kind} />}
          </div>
        ))}
      </Stack>
    </Part>
  );
}

function Lines({ uploadId, kind }: { readonly uploadId: string; readonly kind: string }) {
  const t = useWords(words);
  const { dunlin } = useConnection();
  const found = useQuery({
    queryKey: ["import problems", uploadId, kind],
    queryFn: async () => await problemsOf(dunlin, uploadId, kind, ROWS),
  });
  if (!found.data) return <Waiting lines={3} />;
  return (
    <div
      className={styles.scroller}
      role="region"
      aria-label={t.problems[kind] ?? kind}
      tabIndex={0}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t.line}</th>
            <th scope="col">{t.column}</th>
            <th scope="col">{t.value}</th>
            <th scope="col">{t.why}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.problems.map(({ nth, line, column, value, reason }) => (
            <tr key={nth}>
              <td>{line}</td>
              <td>{column}</td>
              <td>{value}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function problemsOf(
  dunlin: ReturnType<typeof useConnection>["dunlin"],
  uploadId: string,
  kind: string | undefined,
  limit: number,
): Promise<Found> {
  const found = await done(
    dunlin.GET("/v1/imports/uploads/{upload_id}/problems", {
      params: {
        path: { upload_id: uploadId },
        query: { limit, ...(kind && { kind: kind as never }) },
      },
    }),
  );
  // Asked for as JSON
  return found as Found;
}

/** Gives the browser a file to keep. */
function save(name: string, content: BlobPart, type = "text/csv"): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
