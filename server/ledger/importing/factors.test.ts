// Dates of birth, postcodes and identity numbers of a book: kept as digests, and as they were after an undo.
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openHttpWorld, type HttpWorld } from "#http/test-world.ts";
import { factorDigests } from "#payments/factors.ts";
import { sealKeyFrom } from "#platform/seal.ts";
import { importBook } from "./import-book.ts";
import { undoImport } from "./undo.ts";

let world: HttpWorld;
beforeAll(async () => {
  world = await openHttpWorld();
});
afterAll(async () => await world.close());

const key = sealKeyFrom(Buffer.alloc(32, 7));
const now = Temporal.Instant.from("2026-06-30T10:00:00Z");

test("factors come with the book, and go with it", async () => {
  const digestFactor = factorDigests(key, world.clientId);
  const take = async (lines: readonly string[]) => {
    const file = `${world.home}/book.csv`;
    await writeFile(
      file,
      ["Customer no;Name;Date of birth;Postal code;ID number", ...lines].join("\n"),
    );
    return await importBook(world.pool, world.clientId, { file, actor: "test", now, digestFactor });
  };
  const kept = async () => {
    const { rows } = await world.owner.query<{
      ref: string;
      kind: string;
      digest: Buffer;
      id: string;
    }>(
      `select c.reference as ref, f.kind, f.digest, c.customer_id as id from dunlin.customer_factor f
       join dunlin.customer c using (client_id, customer_id) order by 1, 2`,
    );
    return rows.map(({ ref, kind, digest, id }) => ({ key: `${ref} ${kind}`, digest, id }));
  };
  const first = await take(["F-1;Ann;1948-03-31;8001;8001015009087", "F-2;Bo;31.04.1970;;"]);
  expect(first.rejected).toMatchObject([{ line: 3, column: "Date of birth", severity: "field" }]);
  const before = await kept();
  expect(before.map((one) => one.key)).toEqual(["F-1 born_on", "F-1 id_last4", "F-1 postcode"]);
  const [born, digits] = before;
  expect(born!.digest).toEqual(digestFactor(born!.id, "born_on", "1948-03-31"));
  expect(digits!.digest).toEqual(digestFactor(digits!.id, "id_last4", "9087"));

  const second = await take(["F-1;Ann;1948-03-31;7700;", "F-2;Bo;1970-04-30;;"]);
  expect((await kept()).map((one) => one.key)).toContain("F-2 born_on");
  await undoImport(world.db, world.clientId, second.batch!, { actor: "test", now });
  expect(await kept()).toEqual(before);
  await undoImport(world.db, world.clientId, first.batch!, { actor: "test", now });
  expect(await kept()).toEqual([]);
});
