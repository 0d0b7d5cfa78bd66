// Every kind of source: how its settings are checked, and how it is opened.
import type { z } from "zod";
import { UserError } from "#platform/errors.ts";
import type { CheckSource, Source, SourceTools } from "#sources/source.ts";
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
  readonly open: (settings: z.output<S>, tools: SourceTools, web: Web) => Source;
};

type AnyKind = {
  readonly settings: z.ZodType;
  readonly open: (settings: unknown, tools: SourceTools, web: Web) => Source;
};

const kind = <S extends z.ZodType>({ settings, open }: Kind<S>): AnyKind => ({
  settings,
  // Checked when they were set, and filled in by what newer versions add
  open: (given, tools, web) => open(settings.parse(given), tools, web),
});

const KINDS: Readonly<Record<string, AnyKind>> = {
  folder: kind({ settings: FolderSettings, open: (settings) => openFolder(settings) }),
  sftp: kind({ settings: SftpSettings, open: (settings, _tools, web) => openSftp(settings, web) }),
  json: kind({ settings: JsonSettings, open: (settings, _tools, web) => openJson(settings, web) }),
  odoo: kind({ settings: OdooSettings, open: (settings, _tools, web) => openOdoo(settings, web) }),
  xero: kind({ settings: XeroSettings, open: openXero }),
  quickbooks: kind({ settings: QuickbooksSettings, open: openQuickbooks }),
  erpnext: kind({
    settings: ErpnextSettings,
    open: (settings, _tools, web) => openErpnext(settings, web),
  }),
};

/** Checks the settings of a kind and fills in what they leave out. Throws a `UserError` that names the key. */
export const checkSource: CheckSource = (name, settings) => {
  const found = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!found) {
    throw new UserError(
      `kind "${name.slice(0, 40)}" is unknown; use one of ${Object.keys(KINDS).join(", ")}`,
    );
  }
  const read = found.settings.safeParse(settings);
  if (read.success) return read.data as ReturnType<CheckSource>;
  const [issue] = read.error.issues;
  const key = ["settings", ...(issue?.path ?? [])].join(".");
  throw new UserError(`the source's ${key}: ${issue?.message}`);
};

/** Opens sources that reach the outside through `web`. */
export const sourcesOver =
  (web: Web) =>
  (name: string, tools: SourceTools): Source => {
    const found = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (!found) throw new UserError(`kind "${name}" is unknown to this version`);
    return found.open(tools.settings, tools, web);
  };
