// Every kind of source: how its settings are checked, and how it is opened.
import type { z } from "zod";
import { UserError } from "#platform/errors.ts";
import { valueAt } from "#platform/json-path.ts";
import type { CheckSource, Source, SourceTools, WriteKind } from "#sources/source.ts";
import { FolderSettings, openFolder } from "./folder.ts";
import { openJson } from "./json.ts";
import { JsonSettings } from "./json-settings.ts";
import { ErpnextSettings, openErpnext } from "./erpnext.ts";
import { OdooSettings, openOdoo } from "./odoo.ts";
import { openQuickbooks, QuickbooksSettings } from "./quickbooks.ts";
import { openSftp, SftpSettings } from "./sftp.ts";
import type { Web } from "./web.ts";
import { openXero, XeroSettings } from "./xero.ts";

type Kind<S extends z.ZodType> = {
  readonly settings: S;
  /** What can be written back there, and which key of the settings that needs. Absent: nothing. */
  readonly writes?: Readonly<Partial<Record<WriteKind, string | undefined>>>;
  readonly open: (settings: z.output<S>, tools: SourceTools, web: Web) => Source;
};

type AnyKind = {
  readonly settings: z.ZodType;
  readonly writes: Readonly<Partial<Record<WriteKind, string | undefined>>>;
  readonly open: (settings: unknown, tools: SourceTools, web: Web) => Source;
};

const kind = <S extends z.ZodType>({ settings, open, writes = {} }: Kind<S>): AnyKind => ({
  settings,
  writes,
  // Checked when they were set, and filled in by what newer versions add
  open: (given, tools, web) => open(settings.parse(given), tools, web),
});

const KINDS: Readonly<Record<string, AnyKind>> = {
  folder: kind({ settings: FolderSettings, open: (settings) => openFolder(settings) }),
  sftp: kind({ settings: SftpSettings, open: (settings, _tools, web) => openSftp(settings, web) }),
  json: kind({
    settings: JsonSettings,
    writes: {
      payments: "write_back.payments",
      promises: "write_back.promises",
      notes: "write_back.notes",
    },
    open: (settings, _tools, web) => openJson(settings, web),
  }),
  odoo: kind({
    settings: OdooSettings,
    writes: { payments: "journal_id", promises: undefined, notes: undefined },
    open: (settings, _tools, web) => openOdoo(settings, web),
  }),
  xero: kind({
    settings: XeroSettings,
    writes: { payments: "bank_account_code" },
    open: openXero,
  }),
  quickbooks: kind({
    settings: QuickbooksSettings,
    writes: { payments: undefined },
    open: openQuickbooks,
  }),
  erpnext: kind({
    settings: ErpnextSettings,
    writes: { payments: "bank_account", promises: undefined, notes: undefined },
    open: (settings, _tools, web) => openErpnext(settings, web),
  }),
};

/** Checks the settings of a kind and fills in what they leave out. Throws a `UserError` that names the key. */
export const checkSource: CheckSource = (name, settings, writeBack) => {
  const found = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!found) {
    throw new UserError(
      `kind "${name.slice(0, 40)}" is unknown; use one of ${Object.keys(KINDS).join(", ")}`,
    );
  }
  const read = found.settings.safeParse(settings);
  if (read.success) {
    checkWriting(name, found, read.data, writeBack);
    return read.data as ReturnType<CheckSource>;
  }
  const [issue] = read.error.issues;
  const key = ["settings", ...(issue?.path ?? [])].join(".");
  throw new UserError(`the source's ${key}: ${issue?.message}`);
};

function checkWriting(
  name: string,
  { writes }: AnyKind,
  settings: unknown,
  writeBack: readonly WriteKind[],
): void {
  for (const one of writeBack) {
    if (!Object.hasOwn(writes, one)) {
      const can = Object.keys(writes).join(", ") || "nothing";
      throw new UserError(
        `the source's write_back: ${one} can't be written to ${name}, but ${can}`,
      );
    }
    const needed = writes[one];
    if (needed !== undefined && valueAt(settings, needed) === undefined)
      throw new UserError(`the source's settings.${needed} is needed to write back ${one}`);
  }
}

/** Opens sources that reach the outside through `web`. */
export const sourcesOver =
  (web: Web) =>
  (name: string, tools: SourceTools): Source => {
    const found = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (!found) throw new UserError(`kind "${name}" is unknown to this version`);
    return found.open(tools.settings, tools, web);
  };
