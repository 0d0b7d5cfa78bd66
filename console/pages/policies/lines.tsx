// What differs, line by line: now and then side by side.
import { Badge, Text } from "@mantine/core";
import { Day } from "../../ui/figures.tsx";
import { Rows, type More } from "../../ui/rows.tsx";
import { Why } from "../../ui/why.tsx";
import { useWords } from "../../words/catalogue.ts";
import { useCodes } from "../../words/codes.ts";
import type { Change } from "./model.ts";
import { words } from "./words.ts";

export type Side = {
  readonly step: string;
  readonly day: string;
  readonly channels: readonly string[];
  readonly template: string;
};

export type Differing = {
  readonly key: string;
  readonly customer: string;
  readonly change: Change;
  readonly before: Side | null;
  readonly after: Side | null;
  readonly reason: string | null;
};

function SideText({ side }: { readonly side: Side | null }) {
  const code = useCodes();
  if (!side) return null;
  const how = side.channels.map((channel) => code("channel", channel)).join(" + ");
  return (
    <>
      <Day date={side.day} /> {side.step}, {how}
    </>
  );
}

const whyColumn = (head: string) => ({
  id: "why",
  head,
  width: "84px",
  wideOnly: true,
  cell: ({ customer }: Differing) => <Why customer={customer} />,
});

/** A list of them, with the way to each customer. */
export function Lines({
  label,
  rows,
  heads,
  more,
  explains = true,
}: {
  readonly label: string;
  readonly rows: readonly Differing[];
  readonly heads: readonly [before: string, after: string];
  readonly more?: More;
  /** Leave out the way to why: where the list is in a dialogue already. */
  readonly explains?: boolean;
}) {
  const t = useWords(words);
  const code = useCodes();
  return (
    <Rows
      label={label}
      rows={rows}
      keyOf={({ key }) => key}
      to={({ customer }) => `customers/${encodeURIComponent(customer)}`}
      {...(more && { more })}
      empty={<Text size="sm">{t.changesNone}</Text>}
      columns={[
        { id: "customer", head: t.customer, cell: ({ customer }) => customer },
        {
          id: "what",
          head: t.what,
          width: "130px",
          cell: ({ change }) => (
            <Badge tt="none" fw={500} variant="default">
              {t.change[change]}
            </Badge>
          ),
        },
        {
          id: "before",
          head: heads[0],
          width: "minmax(0, 2fr)",
          wideOnly: true,
          cell: ({ before }) => <SideText side={before} />,
        },
        {
          id: "after",
          head: heads[1],
          width: "minmax(0, 2fr)",
          cell: ({ after, reason }) =>
            after ? (
              <SideText side={after} />
            ) : (
              <Text span inherit c="dimmed">
                {code("reason", reason)}
              </Text>
            ),
        },
        ...(explains ? [whyColumn(t.why)] : []),
      ]}
    />
  );
}
