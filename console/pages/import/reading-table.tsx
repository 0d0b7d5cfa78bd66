// The first rows of the file, each cell with what it was read as; above each column what it is, to be corrected there.
import { NativeSelect, Text } from "@mantine/core";
import { useFormat, type Format } from "../../words/format.ts";
import { useWords } from "../../words/catalogue.ts";
import styles from "./import.module.css";
import { FIELD_GROUPS, type Field, type ReadColumn, type Reading, type ReadRow } from "./model.ts";
import { words } from "./words.ts";

const DAYS: readonly string[] = ["due_on", "issued_on", "paid_on"];
const AMOUNTS: readonly string[] = ["amount", "open_amount"];

export function ReadingTable({
  reading,
  label,
  guessed,
  onField,
}: {
  readonly reading: Reading;
  readonly label: string;
  readonly guessed: readonly Field[];
  readonly onField: (index: number, field: Field | null) => void;
}) {
  const t = useWords(words);
  return (
    <div className={styles.scroller} role="region" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.narrow}>
              {t.line}
            </th>
            {reading.columns.map((column) => (
              <Head key={column.index} {...{ column, guessed, onField }} />
            ))}
          </tr>
        </thead>
        <tbody>
          {reading.rows.map((row) => (
            <Line key={row.line} row={row} columns={reading.columns} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head({
  column,
  guessed,
  onField,
}: {
  readonly column: ReadColumn;
  readonly guessed: readonly Field[];
  readonly onField: (index: number, field: Field | null) => void;
}) {
  const t = useWords(words);
  const { index, header, field } = column;
  const isGuess = field !== null && guessed.includes(field);
  const confidence = isGuess ? "guessed" : column.confidence;
  const groups = (Object.keys(FIELD_GROUPS) as (keyof typeof FIELD_GROUPS)[]).map((group) => ({
    group: t.groups[group],
    items: FIELD_GROUPS[group].map((value) => ({ value, label: t.fields[value] ?? value })),
  }));
  return (
    <th scope="col" className={field === null ? styles.unread : ""}>
      <span className={styles.header} title={header}>
        {header || index + 1}
      </span>
      <NativeSelect
        size="xs"
        aria-label={t.columnIs(header || String(index + 1))}
        value={field ?? ""}
        data={[{ value: "", label: t.notRead }, ...groups]}
        onChange={({ currentTarget }) => onField(index, (currentTarget.value || null) as Field)}
      />
      <Text
        component="span"
        fz="xs"
        {...(confidence === "guessed" ? { className: styles.guess } : { c: "dimmed" })}
        mih={16}
        display="block"
      >
        {confidence === null || confidence === "sure" ? "" : t.confidence[confidence]}
      </Text>
    </th>
  );
}

function Line({
  row,
  columns,
}: {
  readonly row: ReadRow;
  readonly columns: readonly ReadColumn[];
}) {
  const t = useWords(words);
  const format = useFormat();
  const said = row.verdict === "read" ? row.problems : [t.verdict[row.verdict], ...row.problems];
  const isLeftOut = row.verdict !== "read";
  return (
    <tr className={isLeftOut ? styles.unread : ""}>
      <td className={styles.narrow}>{row.line}</td>
      {row.cells.map((cell, at) => {
        const { field } = columns[at] ?? { field: null };
        const as = field === null || cell.as === null ? null : readAs(format, field, cell);
        const isRight = field !== null && AMOUNTS.includes(field);
        const isUnread = field === null ? styles.unread : "";
        return (
          <td
            key={at}
            className={`${isRight ? styles.right : ""} ${isUnread}`}
            title={cell.problem ?? ""}
          >
            <div className={`${styles.cell} ${cell.problem === null ? "" : styles.wrong}`}>
              {cell.text}
              {as !== null && as !== cell.text && <span className={styles.as}>{as}</span>}
              {cell.problem !== null && (
                <span className={`${styles.as} ${styles.wrong} ${styles.cell}`}>
                  {cell.problem.split(";")[0]}
                </span>
              )}
            </div>
            {at === 0 && isLeftOut && said.length > 0 && (
              <span className={`${styles.as} ${row.verdict === "refused" ? styles.wrong : ""}`}>
                {said[0]}
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}

type Cell = ReadRow["cells"][number];

/** What a cell was read as, in the words of the user. */
function readAs(format: Format, field: Field, { as, currency }: Cell): string {
  if (as === null) return "";
  if (DAYS.includes(field)) return format.day(as);
  if (AMOUNTS.includes(field) && currency !== null) return format.money(as, currency);
  return as;
}
