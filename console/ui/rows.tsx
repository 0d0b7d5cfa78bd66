// A list of any length: only the lines that are seen exist, and the next ones are asked for before they are reached.
import { Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { common } from "../words/common.ts";
import { useWords } from "../words/catalogue.ts";
import { Go, useGo, type Address } from "./go.tsx";
import styles from "./rows.module.css";

export type Column<Row> = {
  readonly id: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Width as in a grid: "120px", "minmax(0, 2fr)"; an equal share when left out. */
  readonly width?: string;
  readonly right?: boolean;
  /** Left out where the screen is narrow. */
  readonly wideOnly?: boolean;
};

export type More = {
  readonly has: boolean;
  readonly loading: boolean;
  readonly load: () => void;
};

/** Lines of 36 pixels; on a phone of 48, for a thumb. */
const HEIGHT = { wide: 36, narrow: 48 };
const AHEAD = 12;

type Props<Row> = {
  /** What the list is of, for who can't see it. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** Where a row leads. The first column becomes the link. */
  readonly to?: (row: Row) => string;
  readonly search?: (row: Row) => Address;
  /** Instead of leading somewhere: what opening a row does. */
  readonly onOpen?: (row: Row) => void;
  readonly more?: More;
  /** Shown when there is no row. */
  readonly empty?: ReactNode;
};

/** A virtualised list over pages of the API, with arrow keys and j and k between the rows. */
export function Rows<Row>(props: Props<Row>) {
  const { label, rows, columns: all, keyOf, more, empty } = props;
  const t = useWords(common);
  const narrow = useMediaQuery("(max-width: 47.99em)") ?? false;
  const columns = all.filter(({ wideOnly }) => !narrow || !wideOnly);
  const height = narrow ? HEIGHT.narrow : HEIGHT.wide;
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const place = body.current?.getBoundingClientRect().top;
    if (place !== undefined) setTop(place + window.scrollY);
  }, [rows.length === 0]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    overscan: 8,
    scrollMargin: top,
  });
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const lastSeen = items.at(-1)?.index ?? 0;
  const wantsMore = more?.has === true && !more.loading && lastSeen >= rows.length - AHEAD;
  useEffect(() => {
    if (wantsMore) more?.load();
  }, [wantsMore]);
  if (rows.length === 0 && more?.has !== true) return <>{empty}</>;
  const grid = columns.map(({ width }) => width ?? "minmax(0, 1fr)").join(" ");
  const frame = { "--columns": grid, "--height": `${height}px` } as React.CSSProperties;
  return (
    <div
      className={styles.frame}
      style={frame}
      role="table"
      aria-label={label}
      aria-rowcount={more?.has ? -1 : rows.length + 1}
    >
      <div className={`${styles.line} ${styles.head}`} role="row" aria-rowindex={1}>
        {columns.map(({ id, head, right }) => (
          <div
            key={id}
            role="columnheader"
            className={`${styles.cell} ${right ? styles.right : ""}`}
          >
            {head}
          </div>
        ))}
      </div>
      <div
        ref={body}
        className={styles.body}
        role="rowgroup"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={walk}
      >
        {items.map(({ index, start }) => (
          <Line
            key={keyOf(rows[index]!)}
            {...props}
            row={rows[index]!}
            columns={columns}
            index={index}
            start={start - top}
          />
        ))}
      </div>
      {more?.has && (
        <Text size="xs" c="dimmed" p={8} ta="center">
          {t.loading}
        </Text>
      )}
    </div>
  );
}

function Line<Row>({
  row,
  columns,
  to,
  search,
  onOpen,
  index,
  start,
}: Props<Row> & { readonly row: Row; readonly index: number; readonly start: number }) {
  const go = useGo();
  const leads = to !== undefined || onOpen !== undefined;
  const open = () => (to ? go(to(row), search?.(row)) : onOpen?.(row));
  const press = (event: React.MouseEvent) => {
    const inner = (event.target as Element).closest("a, button, input, label");
    if (!inner && leads) open();
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${styles.line} ${styles.row} ${leads ? styles.link : ""}`}
      style={{ transform: `translateY(${start}px)` }}
      onClick={press}
    >
      {columns.map(({ id, cell, right }, at) => (
        <div key={id} role="cell" className={`${styles.cell} ${right ? styles.right : ""}`}>
          {at === 0 && leads ? (
            <Opener
              {...(to && { to: to(row) })}
              {...(search && { search: search(row) })}
              open={open}
            >
              {cell(row)}
            </Opener>
          ) : (
            cell(row)
          )}
        </div>
      ))}
    </div>
  );
}

function Opener({
  to,
  search,
  open,
  children,
}: {
  readonly to?: string;
  readonly search?: Address;
  readonly open: () => void;
  readonly children: ReactNode;
}) {
  if (to !== undefined) {
    return (
      <Go to={to} {...(search && { search })} c="inherit" fw={500} underline="never" data-opens>
        {children}
      </Go>
    );
  }
  return (
    <button type="button" className={styles.opener} onClick={open} data-opens>
      {children}
    </button>
  );
}

const NEXT: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

// From row to row without the mouse; the browser scrolls to what has the focus.
function walk(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = NEXT[event.key];
  if (step === undefined || (event.target as Element).closest("input, textarea, select")) return;
  const openers = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-opens]")];
  const inOrder = openers.toSorted(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  const here = inOrder.findIndex((one) => one === document.activeElement);
  const next = inOrder[here + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

type Paged<Page> = {
  readonly data: { readonly pages: readonly Page[] } | undefined;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
};

/**
 * Rows and the way to more of them, of `api.useInfiniteQuery("get", path, init, PAGED)`. `pick` takes the rows out of a page.
 */
export function pagesOf<Page, Row>(
  query: Paged<Page>,
  pick: (page: Page) => readonly Row[],
): { readonly rows: readonly Row[]; readonly more: More } {
  return {
    rows: query.data?.pages.flatMap(pick) ?? [],
    more: {
      has: query.hasNextPage,
      loading: query.isFetchingNextPage,
      load: () => void query.fetchNextPage(),
    },
  };
}

/** The options of an infinite query over the API's cursors. */
export const PAGED = {
  pageParamName: "cursor",
  // Not undefined, for which the library puts 0; null is left out of the address.
  initialPageParam: null as string | null,
  getNextPageParam: (page: { readonly next_cursor: string | null }): string | undefined =>
    page.next_cursor ?? undefined,
};
