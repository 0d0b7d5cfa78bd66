import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { UserError } from "#platform/errors.ts";
import { open, readSealKey, seal, sealKeyFrom } from "#platform/seal.ts";

const home = await mkdtemp(join(tmpdir(), "dunlin-seal-"));
afterAll(async () => await rm(home, { recursive: true }));

const key = sealKeyFrom(Buffer.alloc(32, 7));

test("what is sealed opens again, and looks different each time", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, about) => {
      const [one, two] = [seal(key, plain, about), seal(key, plain, about)];
      expect(open(key, one, about)).toEqual(Buffer.from(plain));
      expect(one.equals(two)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test("no byte can be changed, cut off or added unnoticed", () => {
  const sealed = seal(key, Buffer.from("secret"), "row 1");
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    expect(() => open(key, changed, "row 1"), `byte ${at}`).toThrow(
      /damaged|another key|authenticate/,
    );
    expect(() => open(key, sealed.subarray(0, at), "row 1")).toThrow(/damaged|authenticate/);
  }
  expect(() => open(key, Buffer.concat([sealed, Buffer.of(0)]), "row 1")).toThrow(/authenticate/);
});

test("it does not open for another row, nor with another key, which is said", () => {
  const sealed = seal(key, Buffer.from("secret"), "row 1");
  expect(() => open(key, sealed, "row 2")).toThrow(/authenticate/);
  const other = sealKeyFrom(Buffer.alloc(32, 8));
  expect(() => open(other, sealed, "row 1")).toThrow(UserError);
  expect(() => open(other, sealed, "row 1")).toThrow(/another key; set DUNLIN_KEY/);
});

test("processes that start at once make one key, which only its owner reads", async () => {
  const folder = join(home, "fresh");
  const keys = await Promise.all(
    Array.from({ length: 8 }, async () => await readSealKey({ home: folder, sealKey: undefined })),
  );
  for (const made of keys) expect(made.bytes).toEqual(keys[0]!.bytes);
  expect(await readdir(folder)).toEqual(["key"]);
  expect((await stat(join(folder, "key"))).mode & 0o777).toBe(0o600);
  const text = await readFile(join(folder, "key"), "utf8");
  expect(Buffer.from(text, "base64")).toEqual(keys[0]!.bytes);
});

test("the key of the environment goes before the file, and a damaged file is named", async () => {
  const given = Buffer.alloc(32, 9);
  expect((await readSealKey({ home, sealKey: given })).bytes).toEqual(given);
  await writeFile(join(home, "key"), "short");
  await expect(readSealKey({ home, sealKey: undefined })).rejects.toThrow(/put the right key back/);
});
