// The map of the console: every page, its path, and the file that is loaded when somebody goes there.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type AnyRoute,
} from "@tanstack/react-router";
import { ClientScope } from "./ui/client-scope.tsx";
import { Entrance } from "./ui/entrance.tsx";
import { BrokenPage } from "./ui/broken-page.tsx";
import { NoPage } from "./ui/no-page.tsx";

type Row = readonly [path: string, load: () => Promise<Record<string, unknown>>, name: string];

/** Behind /c/CLIENT/. What the user may not do is not in the menu (ui/places.ts) and is refused by the API. */
const PAGES: readonly Row[] = [
  // What is looked at every day
  ["/", () => import("./pages/home/home-page.tsx"), "HomePage"],
  ["/calls", () => import("./pages/calls/calls-page.tsx"), "CallsPage"],
  ["/reports", () => import("./pages/reports/reports-page.tsx"), "ReportsPage"],
  ["/reports/messages", () => import("./pages/reports/lists.tsx"), "MessagesPage"],
  ["/reports/payments", () => import("./pages/reports/lists.tsx"), "PaymentsPage"],
  ["/reports/invoices", () => import("./pages/reports/lists.tsx"), "InvoicesPage"],
  ["/reports/claims", () => import("./pages/reports/deciding.tsx"), "ClaimsPage"],
  ["/reports/proposals", () => import("./pages/reports/deciding.tsx"), "ProposalsPage"],
  ["/reports/checkouts", () => import("./pages/reports/deciding.tsx"), "ExcessPage"],
  ["/customers", () => import("./pages/customers/customers-page.tsx"), "CustomersPage"],
  ["/customers/$ref", () => import("./pages/customers/customer-page.tsx"), "CustomerPage"],
  ["/inbox", () => import("./pages/inbox/inbox-page.tsx"), "InboxPage"],
  ["/inbox/$id", () => import("./pages/inbox/inbox-page.tsx"), "InboxPage"],
  ["/import", () => import("./pages/import/import-page.tsx"), "ImportPage"],
  ["/send", () => import("./pages/send/send-page.tsx"), "SendPage"],
  ["/send/new", () => import("./pages/send/new-page.tsx"), "NewCampaignPage"],
  ["/send/$id", () => import("./pages/send/campaign-page.tsx"), "CampaignPage"],
  ["/templates", () => import("./pages/templates/templates-page.tsx"), "TemplatesPage"],
  ["/templates/$name", () => import("./pages/templates/template-page.tsx"), "TemplatePage"],
  ["/debits", () => import("./pages/debits/debits-page.tsx"), "DebitsPage"],
  ["/policies", () => import("./pages/policies/policies-page.tsx"), "PoliciesPage"],
  ["/shadow", () => import("./pages/shadow/shadow-page.tsx"), "ShadowPage"],
  // Settings
  ["/settings", () => import("./pages/settings/overview.tsx"), "SettingsPage"],
  ["/settings/client", () => import("./pages/settings/client-page.tsx"), "ClientPage"],
  ["/settings/routes", () => import("./pages/settings/routes-page.tsx"), "RoutesPage"],
  ["/settings/users", () => import("./pages/settings/users-page.tsx"), "UsersPage"],
  ["/settings/keys", () => import("./pages/settings/keys-page.tsx"), "KeysPage"],
  ["/settings/callbacks", () => import("./pages/settings/callbacks-page.tsx"), "CallbacksPage"],
  ["/settings/callbacks/$id", () => import("./pages/settings/callback-page.tsx"), "CallbackPage"],
  ["/settings/rules", () => import("./pages/settings/rules-page.tsx"), "RulesPage"],
  ["/settings/answers", () => import("./pages/settings/answers-page.tsx"), "AnswersPage"],
  ["/settings/paying", () => import("./pages/settings/paying-page.tsx"), "PayingPage"],
  ["/settings/sources", () => import("./pages/settings/sources-page.tsx"), "SourcesPage"],
  ["/settings/audit", () => import("./pages/settings/audit-page.tsx"), "AuditPage"],
  ["/settings/account", () => import("./pages/settings/account-page.tsx"), "AccountPage"],
];

/** Outside of any client. */
const OUTSIDE: readonly Row[] = [
  ["/sign-in", () => import("./pages/sign-in/sign-in-page.tsx"), "SignInPage"],
  ["/forgotten", () => import("./pages/sign-in/reset-page.tsx"), "ForgottenPage"],
  ["/reset/$token", () => import("./pages/sign-in/reset-page.tsx"), "ResetPage"],
  ["/invitation/$token", () => import("./pages/sign-in/join-page.tsx"), "InvitationPage"],
  ["/set-up/$token", () => import("./pages/sign-in/join-page.tsx"), "SetUpPage"],
];

const pathOf = (search: Record<string, unknown>): string => {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given as [string, string][])}`;
};

/** All of it, ready to be shown. */
export function makeRouter() {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NoPage });
  const entrance = createRoute({ getParentRoute: () => root, path: "/", component: Entrance });
  const client = createRoute({
    getParentRoute: () => root,
    path: "/c/$client",
    component: ClientScope,
  });
  const under =
    (parent: AnyRoute) =>
    ([path, load, name]: Row) =>
      createRoute({
        getParentRoute: () => parent,
        path,
        component: lazyRouteComponent(load as never, name as never),
      });
  return createRouter({
    routeTree: root.addChildren([
      entrance,
      ...OUTSIDE.map(under(root)),
      client.addChildren(PAGES.map(under(client))),
    ]),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: pathOf,
    scrollRestoration: true,
    defaultPreload: "intent",
    defaultNotFoundComponent: NoPage,
    defaultErrorComponent: BrokenPage,
  });
}
