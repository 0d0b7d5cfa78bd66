// The judge as tests ask it: of a database that is at rest, and of a copy in which a fault was planted.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { judge } from "#judge/judge.ts";
import type { Verdict } from "#judge/verdict.ts";
import { connectionFor, openDb, openPool, type DatabaseAt } from "#platform/db.ts";

/** Judges as the role that commands and the API sign in as. */
export async function verdictOn(copy: DatabaseAt, clientId: string): Promise<Verdict> {
  const db = openDb(openPool(copy, "dunlin_app", 2));
  try {
    return await judge(db, clientId);
  } finally {
    await db.destroy();
  }
}

/** Runs on a copy of a database to which nobody is connected, as its owner. */
export async function onCopy<T>(
  at: DatabaseAt,
  work: (owner: pg.Client, copy: DatabaseAt) => Promise<T>,
): Promise<T> {
  const host = inject("socketDir");
  const database = `t_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client(connectionFor({ host }, "owner"));
  await admin.connect();
  await admin.query(`create database ${database} template ${at.database} strategy file_copy`);
  const owner = new pg.Client(connectionFor({ host, database }, "owner"));
  await owner.connect();
  try {
    return await work(owner, { host, database });
  } finally {
    await owner.end();
    await admin.query(`drop database ${database} with (force)`);
    await admin.end();
  }
}
