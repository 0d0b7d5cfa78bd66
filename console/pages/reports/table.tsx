// A small table beside a chart: numbers to the right, its own scroll when it is long.
import { ScrollArea, Table } from "@mantine/core";
import type { ReactNode } from "react";

export type Head = { readonly text: string; readonly right?: boolean };

/** `label` says what the table is of. The first cell of each row names it. */
export function SideTable({
  label,
  heads,
  rows,
  height = 260,
}: {
  readonly label: string;
  readonly heads: readonly Head[];
  readonly rows: readonly (readonly [key: string, cells: readonly ReactNode[]])[];
  readonly height?: number;
}) {
  return (
    <ScrollArea.Autosize
      mah={height}
      type="auto"
      offsetScrollbars
      viewportProps={{ tabIndex: 0, role: "group", "aria-label": label }}
    >
      <Table fz="xs" verticalSpacing={4} horizontalSpacing={8} stickyHeader aria-label={label}>
        <Table.Thead>
          <Table.Tr>
            {heads.map(({ text, right }, at) => (
              <Table.Th key={`${text} ${at}`} ta={right ? "right" : "left"} style={NARROW}>
                {text}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([key, cells]) => (
            <Table.Tr key={key}>
              {cells.map((cell, at) => (
                <Table.Td
                  key={`${key} ${at}`}
                  ta={heads[at]?.right ? "right" : "left"}
                  style={NUMBERS}
                >
                  {cell}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

const NUMBERS = { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" } as const;
const NARROW = { whiteSpace: "nowrap", fontWeight: 500 } as const;
