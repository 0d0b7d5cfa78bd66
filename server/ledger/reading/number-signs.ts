import { groupingOf } from "./amounts.ts";
import type { Decimal, Thousands } from "./types.ts";

export type NumberSigns = {
  readonly decimal: Decimal;
  readonly thousands: Thousands | undefined;
  readonly ambiguous: boolean;
};

type Evidence = { point: number; comma: number; groupPoint: number; groupComma: number };

/**
 * Finds decimal and thousands sign from the amounts of the sample. "1.234" alone proves nothing; if nothing else is there,
 * it is taken for a thousand, or for decimals when the currency has three of them, and the guess is reported.
 */
export function detectNumberSigns(
  values: readonly string[],
  fallback: Decimal,
  threeDecimals = false,
): NumberSigns {
  const sure: Evidence = { point: 0, comma: 0, groupPoint: 0, groupComma: 0 };
  const other = new Map<Thousands, number>();
  const unsure = { ".": 0, ",": 0 };
  for (const value of values) weigh(value, sure, other, unsure);
  const forPoint = sure.point + sure.groupComma;
  const forComma = sure.comma + sure.groupPoint;
  const grouping = mostOf(other);
  if (forPoint + forComma === 0) return unproven(unsure, grouping, fallback, threeDecimals);
  const decimal: Decimal = forPoint >= forComma ? "." : ",";
  const opposite: Decimal = decimal === "." ? "," : ".";
  const grouped = decimal === "." ? sure.groupComma : sure.groupPoint;
  // A lone "1.234" among "12,50" is grouped, too.
  const thousands = grouped + unsure[opposite] > 0 ? opposite : grouping;
  return { decimal, thousands, ambiguous: forPoint > 0 && forComma > 0 };
}

function unproven(
  unsure: Record<Decimal, number>,
  grouping: Thousands | undefined,
  fallback: Decimal,
  threeDecimals: boolean,
): NumberSigns {
  if (unsure["."] + unsure[","] === 0) {
    return { decimal: fallback, thousands: grouping, ambiguous: false };
  }
  // Beside another thousands sign a three-digit tail can only be decimals.
  const sign: Decimal = unsure["."] >= unsure[","] ? "." : ",";
  if (grouping !== undefined || threeDecimals)
    return { decimal: sign, thousands: grouping, ambiguous: true };
  return { decimal: sign === "." ? "," : ".", thousands: sign, ambiguous: true };
}

function weigh(
  value: string,
  sure: Evidence,
  other: Map<Thousands, number>,
  unsure: Record<Decimal, number>,
): void {
  const body = /[0-9](?:[0-9.,'’\s]*[0-9])?/u.exec(value.slice(0, 60))?.[0] ?? "";
  const seen = body.replaceAll(/[0-9]/gu, "");
  for (const character of new Set(seen)) {
    const sign = groupingOf(character);
    if (sign === "space" || sign === "'") other.set(sign, (other.get(sign) ?? 0) + 1);
  }
  const points = seen.split(".").length - 1;
  const commas = seen.split(",").length - 1;
  if (points + commas === 0) return;
  if (points > 0 && commas > 0) {
    if (body.lastIndexOf(".") > body.lastIndexOf(",")) sure.groupComma += 1;
    else sure.groupPoint += 1;
  } else if (points > 1) sure.groupPoint += 1;
  else if (commas > 1) sure.groupComma += 1;
  else weighSingle(body, points === 1 ? "." : ",", sure, unsure);
}

function weighSingle(
  body: string,
  sign: Decimal,
  sure: Evidence,
  unsure: Record<Decimal, number>,
): void {
  const at = body.indexOf(sign);
  const before = body.slice(0, at);
  const grouped = body.length - at - 1 === 3 && /^[1-9][0-9]{0,2}$/u.test(before);
  if (grouped) unsure[sign] += 1;
  else if (sign === ".") sure.point += 1;
  else sure.comma += 1;
}

function mostOf(votes: ReadonlyMap<Thousands, number>): Thousands | undefined {
  return [...votes].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}
