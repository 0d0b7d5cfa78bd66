// Where one can go: the pages of the menu, the letter behind g that leads there, and the scope without which they are not shown.
import type { ComponentType } from "react";
import type { common } from "../words/common.ts";
import {
  CallIcon,
  CustomersIcon,
  DebitIcon,
  HomeIcon,
  ImportIcon,
  InboxIcon,
  PolicyIcon,
  ReportIcon,
  SendIcon,
  SettingsIcon,
  ShadowIcon,
  TemplateIcon,
} from "./icons.tsx";

type Words = (typeof common)["en"];

export type Place = {
  readonly path: string;
  readonly name: { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words];
  readonly Icon: ComponentType;
  readonly key: string;
  readonly needs?: string;
};

export const PLACES: readonly Place[] = [
  { path: "", name: "home", Icon: HomeIcon, key: "h" },
  { path: "customers", name: "customers", Icon: CustomersIcon, key: "c", needs: "customers:read" },
  { path: "inbox", name: "inbox", Icon: InboxIcon, key: "i", needs: "conversations:read" },
  { path: "calls", name: "calls", Icon: CallIcon, key: "l", needs: "reports:read" },
  { path: "import", name: "import", Icon: ImportIcon, key: "m", needs: "imports:write" },
  { path: "send", name: "send", Icon: SendIcon, key: "s", needs: "campaigns:read" },
  { path: "debits", name: "debits", Icon: DebitIcon, key: "d", needs: "debits:read" },
  { path: "policies", name: "policies", Icon: PolicyIcon, key: "p", needs: "policies:read" },
  { path: "templates", name: "templates", Icon: TemplateIcon, key: "t", needs: "templates:read" },
  { path: "reports", name: "reports", Icon: ReportIcon, key: "r", needs: "reports:read" },
  { path: "shadow", name: "shadow", Icon: ShadowIcon, key: "w", needs: "policies:read" },
  { path: "settings", name: "settings", Icon: SettingsIcon, key: "," },
];
