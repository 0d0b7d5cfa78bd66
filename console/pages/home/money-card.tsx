// What the cards of money have in common: waiting, problems, no books yet, the choice of currency, saving what is seen.
import { Select } from "@mantine/core";
import { useRef, type ReactNode } from "react";
import { Empty, Waiting } from "../../ui/page.tsx";
import { pictureOf } from "../../ui/picture.ts";
import { Problem } from "../../ui/problem.tsx";
import { save, toCsv, type Cell } from "../../ui/save.ts";
import { useWords } from "../../words/catalogue.ts";
import { common } from "../../words/common.ts";
import type { CardId } from "./arrangement.ts";
import { Card, type CardMoves } from "./card.tsx";
import { useCurrency } from "./use-figures.ts";
import { words } from "./words.ts";

type Asked = {
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
};

/** A card about one currency at a time, of those that there are. */
export function MoneyCard<One extends { readonly currency: string }>({
  id,
  moves,
  asked,
  all,
  table,
  children,
}: {
  readonly id: CardId;
  readonly moves: CardMoves;
  readonly asked: Asked;
  readonly all: readonly One[] | undefined;
  /** What is saved as CSV. */
  readonly table: (one: One) => readonly (readonly Cell[])[];
  readonly children: (one: One, choice: ReactNode) => ReactNode;
}) {
  const t = useWords(words);
  const { exportPng, exportCsv } = useWords(common);
  const frame = useRef<HTMLDivElement>(null);
  const currencies = all?.map(({ currency }) => currency) ?? [];
  const { currency, choose } = useCurrency(currencies);
  const one = all?.find((each) => each.currency === currency);
  const savePicture = async () => {
    const svg = frame.current?.querySelector("svg");
    if (svg) save(await pictureOf(svg), `${id}.png`);
  };
  const actions = one
    ? [
        { label: exportPng, run: () => void savePicture() },
        { label: exportCsv, run: () => save(toCsv(table(one)), `${id}.csv`) },
      ]
    : [];
  const choice = currencies.length > 1 && currency !== undefined && (
    <Select
      aria-label={t.currency}
      size="xs"
      w={84}
      allowDeselect={false}
      data={currencies}
      value={currency}
      onChange={(value) => value !== null && choose(value)}
    />
  );
  return (
    <Card id={id} moves={moves} actions={actions}>
      {asked.error !== null && <Problem error={asked.error} again={() => void asked.refetch()} />}
      {asked.isPending && <Waiting lines={3} height={56} />}
      {all?.length === 0 && (
        <Empty title={t.noBook} help={t.noBookHelp} action={t.importNow} to="import" />
      )}
      <div ref={frame}>{one && children(one, choice)}</div>
    </Card>
  );
}
