// Layouts of debit files that come with Dunlin, by their names.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readLayout, type Layout } from "./layout.ts";

export const SHIPPED_LAYOUTS = ["fixed-width-eft", "csv-with-trailer"] as const;
export type ShippedLayout = (typeof SHIPPED_LAYOUTS)[number];

/** Where the layout of that name stands. */
export const shippedLayoutFile = (name: ShippedLayout): string =>
  join(import.meta.dirname, "layouts", `${name}.yaml`);

export async function shippedLayout(name: ShippedLayout): Promise<Layout> {
  return readLayout(await readFile(shippedLayoutFile(name), "utf8"));
}
