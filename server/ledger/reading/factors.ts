// What customers know and no message says, where a book has it: a date of birth, a postcode, an identity number. Read into the
// form in which it is compared; only keyed digests of it are kept (payments/factors.ts).
import type { Line } from "./line.ts";
import type { CustomerPart, Parsed } from "./types.ts";

const OLDEST_YEAR = 1880;

function readPostcode(text: string): Parsed<string> {
  const code = text.normalize("NFKC").replaceAll(/[\s-]/gu, "").toUpperCase();
  if (/^[\dA-Z]{2,12}$/u.test(code)) return { value: code };
  return { reason: "this is no postcode; write 2 to 12 digits or letters" };
}

/** Of an identity number the last four signs; who has only those may write only those. */
function readIdentity(text: string): Parsed<string> {
  const signs = text
    .normalize("NFKC")
    .replaceAll(/[\s./-]/gu, "")
    .toUpperCase();
  if (/^[\dA-Z]{4,24}$/u.test(signs)) return { value: signs.slice(-4) };
  return { reason: "this is no identity number; write it whole, or its last four digits" };
}

function bornOn(line: Line): string | undefined {
  return line.choice("born_on", (text) => {
    const read = line.layout.dates.read(text);
    // Other columns of the file may write their dates otherwise; years before 1950 are no dates of invoices.
    const iso = /^(\d{4})[-./](\d{2})[-./](\d{2})$/u.exec(text);
    const old = /^(\d{1,2})[-./](\d{1,2})[-./](19\d\d)$/u.exec(text);
    const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : old ? [old[3], old[2], old[1]] : [];
    const date = "value" in read ? read.value : dateOf(Number(year), Number(month), Number(day));
    return date && date.year >= OLDEST_YEAR
      ? { value: date.toString() }
      : { reason: "this is no date of birth; write it as 1980-03-31" };
  });
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
  } catch {
    return undefined;
  }
}

/** What the line has of it; undefined where it has nothing. A value that can't be read costs only itself. */
export function factorsOf(line: Line): CustomerPart["factors"] | undefined {
  const born = line.has("born_on") ? bornOn(line) : undefined;
  const postcode = line.has("postcode") ? line.choice("postcode", readPostcode) : undefined;
  const identity = line.has("id_number") ? line.choice("id_number", readIdentity) : undefined;
  if (born === undefined && postcode === undefined && identity === undefined) return undefined;
  return {
    ...(born !== undefined && { born_on: born }),
    ...(postcode !== undefined && { postcode }),
    ...(identity !== undefined && { id_last4: identity }),
  };
}
