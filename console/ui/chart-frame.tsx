// Around a chart: its name, and ways to take it along, as a picture and as a table.
import { ActionIcon, Group, Menu, Paper, Text, Title } from "@mantine/core";
import { useRef, type ReactNode } from "react";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { MoreIcon } from "./icons.tsx";
import { save, toCsv, type Cell } from "./save.ts";
import { pictureOf } from "./picture.ts";

export type Table = {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
};

/**
 * A chart in its frame. `name` becomes the name of the files; `table` is what the chart shows, as it is saved and as it is read
 * by who can't see the picture.
 */
export function ChartFrame({
  title,
  hint,
  name,
  table,
  children,
}: {
  readonly title: string;
  readonly hint?: string;
  readonly name: string;
  readonly table: Table;
  readonly children: ReactNode;
}) {
  const t = useWords(common);
  const frame = useRef<HTMLDivElement>(null);
  const savePicture = async () => {
    const svg = frame.current?.querySelector("svg");
    if (svg) save(await pictureOf(svg), `${name}.png`);
  };
  const saveTable = () => save(toCsv([table.columns, ...table.rows]), `${name}.csv`);
  return (
    <Paper withBorder p="sm" component="section" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <div>
          <Title order={2}>{title}</Title>
          {hint !== undefined && (
            <Text size="xs" c="dimmed">
              {hint}
            </Text>
          )}
        </div>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={`${t.more}: ${title}`}>
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => void savePicture()}>{t.exportPng}</Menu.Item>
            <Menu.Item onClick={saveTable}>{t.exportCsv}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Group>
      <div ref={frame}>{children}</div>
    </Paper>
  );
}
