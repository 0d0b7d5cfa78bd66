// The map of the HTTP API under /v1: every operation and its path. Who may use it stands with the operation.
import type { FastifyInstance } from "fastify";
import { audit } from "./http/api/audit.ts";
import { addAttachment, takePdf } from "./http/api/attachments.ts";
import {
  campaignRules,
  contactWindows,
  previewOfCampaign,
  putCampaignRules,
} from "./http/api/campaign-looks.ts";
import {
  approve,
  cancelRest,
  pause,
  repeat,
  resendFailed,
  resume,
  schedule,
  unschedule,
} from "./http/api/campaign-steps.ts";
import {
  addCampaign,
  campaign,
  campaignCustomers,
  campaigns,
  patchCampaign,
} from "./http/api/campaigns.ts";
import {
  addSegment,
  countSegment,
  endSegment,
  patchSegment,
  segmentCustomers,
  segments,
} from "./http/api/segments.ts";
import { addClient, client, clients, putClient } from "./http/api/clients.ts";
import {
  addPoint,
  changePoint,
  consentAtPoint,
  contactPoints,
  retirePoint,
} from "./http/api/contact-points.ts";
import { customers } from "./http/api/customer-list.ts";
import { addCustomerMessage, previewCustomerMessage } from "./http/api/customer-messages.ts";
import { customerOverview, customerTimeline } from "./http/api/customer-whole.ts";
import { customer, explanation } from "./http/api/customers.ts";
import { attempts, deliveries, replay } from "./http/api/deliveries.ts";
import {
  addPlan,
  arrangements,
  endPlan,
  offers,
  plans,
  putArrangements,
} from "./http/api/arrangements.ts";
import { addDispute, addHold, addPromise, endHeld, HELD, listHeld } from "./http/api/holds.ts";
import { putCredits, putCustomers, putInvoices } from "./http/api/entries.ts";
import { eventStream } from "./http/api/following.ts";
import {
  addNote,
  addReply,
  assignConversation,
  attachConversation,
  closeConversation,
  conversation,
  readConversation,
  releaseConversation,
  reopenConversation,
  snoozeConversation,
  takeConversation,
  writeInConversation,
} from "./http/api/inbox.ts";
import {
  addReadingCorrection,
  readingCorrections,
  reviewReadingCorrection,
} from "./http/api/readings.ts";
import { cannedAnswers, endCanned, previewOfCanned, putCanned } from "./http/api/canned.ts";
import { addImport, imports, undo, upload } from "./http/api/imports.ts";
import {
  addImportFile,
  applyImportFile,
  readImportFile,
  uploadProblems,
} from "./http/api/import-files.ts";
import { addKey, endKey, keys } from "./http/api/keys.ts";
import { invoices, matchPayment, payments } from "./http/api/ledger.ts";
import {
  addBankImport,
  bankEntries,
  bankImports,
  bankProposals,
  decideBankProposal,
  matchBankEntry,
} from "./http/api/bank.ts";
import {
  conversationCounts,
  conversationMembers,
  conversations,
} from "./http/api/conversation-list.ts";
import { events, messages } from "./http/api/messages.ts";
import { customerErase, customerExport } from "./http/api/privacy.ts";
import { addPayments } from "./http/api/payments.ts";
import {
  addPaymentLink,
  factors,
  paymentProviders,
  putFactors,
  putPaymentProvider,
} from "./http/api/paying.ts";
import {
  checkouts,
  claimFile,
  claims,
  excessSettled,
  judgeClaim,
  refund,
} from "./http/api/checkouts.ts";
import { policies, policy, putPolicy } from "./http/api/policies.ts";
import { attentionNow, figures, forecast, today } from "./http/api/figures.ts";
import { keepPreference, preference } from "./http/api/preferences.ts";
import { calls, compared, monthly, reports } from "./http/api/reports.ts";
import { eventKinds } from "./http/api/event-kinds.ts";
import { contactRules, putContactRules } from "./http/api/contact-rules.ts";
import { routesHealth, testRoute } from "./http/api/route-health.ts";
import {
  addExperiment,
  endRunningExperiment,
  experimentReport,
  experiments,
} from "./http/api/experiments.ts";
import {
  addReplay,
  policyComparison,
  policyDifference,
  replayed,
  replayedLines,
  replays,
} from "./http/api/policy-difference.ts";
import { addIncumbent, putShadow, shadow, shadowReportOf } from "./http/api/shadow.ts";
import { putRoutes, routes } from "./http/api/routes.ts";
import { endSource, putSource, runNow, sourceRuns, sources } from "./http/api/sources.ts";
import { run, simulateCandidate, simulation } from "./http/api/running.ts";
import { cancel, message, resend, sendBatch, sendMessage } from "./http/api/sending.ts";
import {
  endStaffContact,
  putSendingRules,
  putStaffContacts,
  sendingRules,
  staffContacts,
} from "./http/api/sending-rules.ts";
import { putTracking, tracking } from "./http/api/tracking.ts";
import { suppress, suppressions, unsuppress } from "./http/api/suppressions.ts";
import { previewTemplate, putTemplates, template, templates } from "./http/api/templates.ts";
import {
  previewDraft,
  sendTestOfTemplate,
  templateVariables,
  templateVersions,
} from "./http/api/template-editor.ts";
import { endSingleSignOn, putSingleSignOn, singleSignOn } from "./http/api/single-sign-on.ts";
import { roles } from "./http/api/roles.ts";
import {
  account,
  beginCodes,
  changePassword,
  confirmCodes,
  endAllOtherSessions,
  endCodes,
  endOneSession,
  renewCodes,
} from "./http/api/account.ts";
import { acceptLink, lookAtLink } from "./http/api/joining.ts";
import { askForReset, lookAtReset, resetPassword } from "./http/api/resets.ts";
import {
  signInElsewhere,
  signInWithCode,
  signInWithPassword,
  signInWithToken,
  signOut,
  waysIn,
} from "./http/api/session.ts";
import { addUser, endInvitation, endUser, me, setRole, users } from "./http/api/users.ts";
import {
  addWebhook,
  changeWebhook,
  disableWebhook,
  enableWebhook,
  endpoint,
  endpoints,
  removeWebhook,
  rotateWebhook,
  testWebhook,
} from "./http/api/webhooks.ts";
import { debit, debitResults, debits, debitsSent, generate, putDebits } from "./http/api/debits.ts";
import {
  filteredFiles,
  filteredPart,
  filterFile,
  liveStops,
  strikes,
} from "./http/api/debit-files.ts";
import { debitReport, doNotProcess, liftStop, stopDebit } from "./http/api/debit-stops.ts";
import { debitSettings, mandates, putDebitSettings, putMandates } from "./http/api/mandates.ts";
import type { Deps } from "./http/deps.ts";
import { documentOf } from "./http/openapi.ts";
import { isKnown, mount, takeFiles, type Method, type Operation } from "./http/operation.ts";
import { streamsOf } from "./http/streams.ts";

export type Row = readonly [method: Method, path: string, operation: Operation];

const person = "/customers/:ref";
const point = `${person}/contact-points/:contact_point_id`;
const webhook = "/webhooks/:endpoint_id";
const talk = "/conversations/:conversation_id";
const planned = "/campaigns/:campaign_id";
const held = Object.entries(HELD).flatMap(([noun, kinds]): Row[] => [
  ["GET", `${person}/${noun}`, listHeld(noun, kinds)],
  ["POST", `${person}/${noun}/end`, endHeld(noun, kinds)],
]);

/** Every operation there is. The client is that of the key; the operator names it with the header Dunlin-Client. */
export const OPERATIONS: readonly Row[] = [
  ["GET", "/clients", clients],
  ["POST", "/clients", addClient],
  ["GET", "/client", client],
  ["PATCH", "/client", putClient],

  ["POST", "/messages", sendMessage],
  ["POST", "/messages/batch", sendBatch],
  ["GET", "/messages", messages],
  ["GET", "/messages/:message_id", message],
  ["POST", "/messages/:message_id/cancel", cancel],
  ["POST", "/messages/:message_id/resend", resend],
  ["GET", "/campaigns", campaigns],
  ["POST", "/campaigns", addCampaign],
  ["POST", "/campaigns/preview", previewOfCampaign],
  ["GET", "/campaigns/windows", contactWindows],
  ["GET", "/campaigns/rules", campaignRules],
  ["PUT", "/campaigns/rules", putCampaignRules],
  ["GET", planned, campaign],
  ["PATCH", planned, patchCampaign],
  ["GET", `${planned}/customers`, campaignCustomers],
  ["POST", `${planned}/schedule`, schedule],
  ["POST", `${planned}/approve`, approve],
  ["POST", `${planned}/unschedule`, unschedule],
  ["POST", `${planned}/pause`, pause],
  ["POST", `${planned}/resume`, resume],
  ["POST", `${planned}/cancel`, cancelRest],
  ["POST", `${planned}/resend`, resendFailed],
  ["POST", `${planned}/repeat`, repeat],
  ["GET", "/segments", segments],
  ["POST", "/segments", addSegment],
  ["POST", "/segments/count", countSegment],
  ["POST", "/segments/customers", segmentCustomers],
  ["PATCH", "/segments/:segment_id", patchSegment],
  ["DELETE", "/segments/:segment_id", endSegment],
  ["POST", "/attachments", addAttachment],
  ["GET", "/sending-rules", sendingRules],
  ["POST", "/sending-rules", putSendingRules],
  ["GET", "/staff-contacts", staffContacts],
  ["POST", "/staff-contacts", putStaffContacts],
  ["DELETE", "/staff-contacts/:role", endStaffContact],
  ["GET", "/conversations", conversations],
  ["GET", "/conversations/counts", conversationCounts],
  ["GET", "/conversations/members", conversationMembers],
  ["GET", talk, conversation],
  ["POST", `${talk}/reply`, addReply],
  ["POST", `${talk}/read`, readConversation],
  ["POST", `${talk}/writing`, writeInConversation],
  ["POST", `${talk}/assign`, assignConversation],
  ["POST", `${talk}/snooze`, snoozeConversation],
  ["POST", `${talk}/close`, closeConversation],
  ["POST", `${talk}/reopen`, reopenConversation],
  ["POST", `${talk}/take`, takeConversation],
  ["POST", `${talk}/release`, releaseConversation],
  ["POST", `${talk}/notes`, addNote],
  ["POST", `${talk}/attach`, attachConversation],
  ["GET", `${talk}/canned-answers/:name`, previewOfCanned],
  ["GET", "/canned-answers", cannedAnswers],
  ["PUT", "/canned-answers/:name", putCanned],
  ["DELETE", "/canned-answers/:name", endCanned],
  ["GET", "/reading-corrections", readingCorrections],
  ["POST", "/reading-corrections", addReadingCorrection],
  ["POST", "/reading-corrections/:correction_id/review", reviewReadingCorrection],
  ["GET", "/events", events],
  ["GET", "/events/stream", eventStream],

  ["GET", "/customers", customers],
  ["POST", "/customers", putCustomers],
  ["GET", person, customer],
  ["GET", `${person}/explain`, explanation],
  ["GET", `${person}/overview`, customerOverview],
  ["GET", `${person}/timeline`, customerTimeline],
  ["POST", `${person}/messages`, addCustomerMessage],
  ["POST", `${person}/messages/preview`, previewCustomerMessage],
  ["GET", `${person}/export`, customerExport],
  ["POST", `${person}/erase`, customerErase],
  ["GET", `${person}/contact-points`, contactPoints],
  ["POST", `${person}/contact-points`, addPoint],
  ["PATCH", point, changePoint],
  ["POST", `${point}/consent`, consentAtPoint],
  ["POST", `${point}/retire`, retirePoint],
  ["POST", `${person}/holds`, addHold],
  ["POST", `${person}/disputes`, addDispute],
  ["POST", `${person}/promises`, addPromise],
  ...held,
  ["GET", `${person}/offers`, offers],
  ["GET", `${person}/plans`, plans],
  ["POST", `${person}/plans`, addPlan],
  ["POST", `${person}/plans/end`, endPlan],
  ["GET", "/arrangements", arrangements],
  ["PATCH", "/arrangements", putArrangements],
  ["GET", "/invoices", invoices],
  ["POST", "/invoices", putInvoices],
  ["POST", "/credits", putCredits],
  ["GET", "/payments", payments],
  ["POST", "/payments", addPayments],
  ["POST", "/payments/match", matchPayment],
  ["GET", "/payment-providers", paymentProviders],
  ["POST", "/payment-providers", putPaymentProvider],
  ["POST", `${person}/payment-links`, addPaymentLink],
  ["GET", `${person}/factors`, factors],
  ["PUT", `${person}/factors`, putFactors],
  ["GET", "/checkouts", checkouts],
  ["POST", "/checkouts/:checkout_id/refunds", refund],
  ["POST", "/checkouts/:checkout_id/excess-settled", excessSettled],
  ["GET", "/payment-claims", claims],
  ["GET", "/payment-claims/:proof_id/file", claimFile],
  ["POST", "/payment-claims/:proof_id/judge", judgeClaim],

  ["POST", "/bank/imports", addBankImport],
  ["GET", "/bank/imports", bankImports],
  ["GET", "/bank/entries", bankEntries],
  ["POST", "/bank/entries/:entry_id/match", matchBankEntry],
  ["GET", "/bank/proposals", bankProposals],
  ["POST", "/bank/proposals/:proposal_id/decide", decideBankProposal],

  ["GET", "/mandates", mandates],
  ["POST", "/mandates", putMandates],
  ["GET", "/debits", debits],
  ["POST", "/debits", putDebits],
  ["POST", "/debits/generate", generate],
  ["POST", "/debits/stop", stopDebit],
  ["POST", "/debits/stops/:stop_id/lift", liftStop],
  ["POST", "/debits/sent", debitsSent],
  ["POST", "/debits/results", debitResults],
  ["GET", "/debits/do-not-process", doNotProcess],
  ["GET", "/debits/report", debitReport],
  ["GET", "/debits/settings", debitSettings],
  ["PUT", "/debits/settings", putDebitSettings],
  ["GET", "/debits/strikes", strikes],
  ["GET", "/debits/live-stops", liveStops],
  ["POST", "/debits/filter", filterFile],
  ["GET", "/debits/filtered", filteredFiles],
  ["GET", "/debits/filtered/:filter_id/:part", filteredPart],
  ["GET", "/debits/:debit_id", debit],

  ["POST", "/imports", addImport],
  ["GET", "/imports", imports],
  ["GET", "/imports/uploads/:upload_id", upload],
  ["GET", "/imports/uploads/:upload_id/problems", uploadProblems],
  ["POST", "/imports/files", addImportFile],
  ["POST", "/imports/files/:file_id/read", readImportFile],
  ["POST", "/imports/files/:file_id/apply", applyImportFile],
  ["POST", "/imports/:batch_id/undo", undo],

  ["GET", "/sources", sources],
  ["POST", "/sources", putSource],
  ["GET", "/sources/runs", sourceRuns],
  ["POST", "/sources/:name/run", runNow],
  ["DELETE", "/sources/:name", endSource],

  ["POST", "/run", run],
  ["GET", "/simulate", simulation],
  ["POST", "/simulate", simulateCandidate],
  ["GET", "/report", reports],
  ["GET", "/report/compare", compared],
  ["GET", "/report/monthly", monthly],
  ["GET", "/figures", figures],
  ["GET", "/forecast", forecast],
  ["GET", "/attention", attentionNow],
  ["GET", "/today", today],
  ["GET", "/call-list", calls],
  ["GET", "/preferences/:name", preference],
  ["PUT", "/preferences/:name", keepPreference],

  ["GET", "/templates", templates],
  ["POST", "/templates", putTemplates],
  ["GET", "/templates/:name", template],
  ["POST", "/templates/:name/preview", previewTemplate],
  ["GET", "/templates/:name/versions", templateVersions],
  ["POST", "/templates/preview", previewDraft],
  ["POST", "/templates/test-send", sendTestOfTemplate],
  ["GET", "/template-variables", templateVariables],
  ["GET", "/policies", policies],
  ["POST", "/policies", putPolicy],
  ["GET", "/policies/:version", policy],
  ["GET", "/policies/:version/comparison", policyComparison],
  ["POST", "/policies/difference", policyDifference],
  ["GET", "/policies/replays", replays],
  ["POST", "/policies/replays", addReplay],
  ["GET", "/policies/replays/:replay_id", replayed],
  ["GET", "/policies/replays/:replay_id/lines", replayedLines],
  ["GET", "/experiments", experiments],
  ["POST", "/experiments", addExperiment],
  ["POST", "/experiments/end", endRunningExperiment],
  ["GET", "/experiments/:experiment_id", experimentReport],
  ["GET", "/shadow", shadow],
  ["POST", "/shadow", putShadow],
  ["POST", "/shadow/contacts", addIncumbent],
  ["GET", "/shadow/report", shadowReportOf],
  ["GET", "/contact-rules", contactRules],
  ["PUT", "/contact-rules", putContactRules],
  ["GET", "/routes", routes],
  ["POST", "/routes", putRoutes],
  ["GET", "/routes/health", routesHealth],
  ["POST", "/routes/:name/test", testRoute],
  ["GET", "/suppressions", suppressions],
  ["POST", "/suppressions", suppress],
  ["POST", "/suppressions/end", unsuppress],
  ["GET", "/tracking", tracking],
  ["PATCH", "/tracking", putTracking],

  ["GET", "/webhooks", endpoints],
  ["POST", "/webhooks", addWebhook],
  ["GET", "/webhooks/kinds", eventKinds],
  ["GET", "/webhooks/deliveries", deliveries],
  ["POST", "/webhooks/replay", replay],
  ["GET", webhook, endpoint],
  ["PATCH", webhook, changeWebhook],
  ["DELETE", webhook, removeWebhook],
  ["POST", `${webhook}/enable`, enableWebhook],
  ["POST", `${webhook}/disable`, disableWebhook],
  ["POST", `${webhook}/rotate`, rotateWebhook],
  ["POST", `${webhook}/test`, testWebhook],
  ["GET", `${webhook}/deliveries/:event_id`, attempts],

  ["GET", "/audit", audit],
  ["GET", "/keys", keys],
  ["POST", "/keys", addKey],
  ["DELETE", "/keys/:key_id", endKey],

  ["GET", "/me", me],
  ["GET", "/roles", roles],
  ["GET", "/account", account],
  ["POST", "/account/password", changePassword],
  ["POST", "/account/codes", beginCodes],
  ["POST", "/account/codes/confirm", confirmCodes],
  ["POST", "/account/codes/renew", renewCodes],
  ["POST", "/account/codes/end", endCodes],
  ["DELETE", "/account/sessions", endAllOtherSessions],
  ["DELETE", "/account/sessions/:session_id", endOneSession],
  ["GET", "/users", users],
  ["POST", "/users", addUser],
  ["PATCH", "/users/:user_id", setRole],
  ["DELETE", "/users/:user_id", endUser],
  ["DELETE", "/users/invitations/:invitation_id", endInvitation],
  ["PUT", "/single-sign-on", putSingleSignOn],
  ["GET", "/single-sign-on", singleSignOn],
  ["DELETE", "/single-sign-on", endSingleSignOn],
];

/** What is asked before anybody is signed in; all of it stands in `PUBLIC` too. */
export const OPEN: readonly Row[] = [
  ["GET", "/session", waysIn],
  ["POST", "/session", signInWithPassword],
  ["POST", "/session/code", signInWithCode],
  ["POST", "/session/token", signInWithToken],
  ["POST", "/session/single-sign-on", signInElsewhere],
  ["DELETE", "/session", signOut],
  ["POST", "/joining", lookAtLink],
  ["POST", "/joining/accept", acceptLink],
  ["POST", "/password-resets", askForReset],
  ["POST", "/password-resets/link", lookAtReset],
  ["POST", "/password-resets/use", resetPassword],
];

/** Everything that the document of the API describes. */
export const DOCUMENTED: readonly Row[] = [...OPERATIONS, ...OPEN];

/** What anybody may ask without a key, under /v1 and beside it. */
export const PUBLIC: readonly (readonly [method: Method, path: string, why: string])[] = [
  ["GET", "/healthz", "whether the server works"],
  [
    "GET",
    "/readyz",
    "whether requests should be sent here: names of kinds of work, and when they last went well",
  ],
  ["GET", "/v1/openapi.json", "the description of the API holds no data"],
  ["GET", "/reference", "the same as a page"],
  ["GET", "/", "the console: the same for everybody, and signs in by itself"],
  ["GET", "/c/*", "pages of the console; what they show they ask the API for"],
  ["GET", "/assets/:file", "scripts and styles of the console"],
  ["GET", "/status", "the status page, which asks for sign-in itself"],
  ["GET", "/a/:token", "shows a question to whoever has its link; looking answers nothing"],
  ["POST", "/a/:token", "takes the one answer of whoever has the link"],
  [
    "GET",
    "/sign-in",
    "the console too, as are the three below: nobody is signed in before signing in",
  ],
  ["GET", "/forgotten", "asks for a letter with a link to a new password"],
  ["GET", "/reset/:token", "the token in the link is the proof, when it is sent to the API"],
  ["GET", "/invitation/:token", "as above"],
  ["GET", "/set-up/:token", "as above"],
  ["GET", "/v1/session", "which ways to sign in there are"],
  ["POST", "/v1/session", "takes address and password, slowly after wrong ones"],
  ["POST", "/v1/session/code", "takes the one-time code, with the cookie that the password gave"],
  ["POST", "/v1/session/token", "takes the operator's token"],
  ["POST", "/v1/session/single-sign-on", "says where a client's own sign-in is"],
  ["DELETE", "/v1/session", "signs out, whoever it is"],
  ["POST", "/v1/joining", "the token of an invitation or of the set-up is the proof"],
  ["POST", "/v1/joining/accept", "the same token, used"],
  ["POST", "/v1/password-resets", "says the same whether or not somebody has the address"],
  ["POST", "/v1/password-resets/link", "the token in the letter is the proof"],
  ["POST", "/v1/password-resets/use", "the same token, used"],
  ["GET", "/sso/:slug", "leads to the sign-in of a client's own provider"],
  ["GET", "/auth/sso/callback/:client_id", "where that provider sends people back to"],
  ["GET", "/l/:token", "a link in a message; the token proves that the message had it"],
  ["GET", "/o/:token", "the picture in a mail; always the same"],
  ["GET", "/u/:token", "the page with the button that stops mails; changes nothing"],
  ["GET", "/chat.js", "the window of web chat; the same for everybody"],
  ["GET", "/chat/:site", "web chat without scripts; its session is a cookie"],
  ["POST", "/chat/:site", "takes what is written there"],
  ["POST", "/chat/:site/session", "begins a session of a visitor, slowly when there are many"],
  ["GET", "/chat/:site/messages", "what was said in the session whose token is sent"],
  ["POST", "/chat/:site/messages", "hears what is written in it"],
  ["POST", "/chat/:site/received", "notes what the window has shown"],
  ["GET", "/chat/:site/stream", "what is said in it, as it is said"],
  ["GET", "/p/:token", "asks whoever has the link who they are; names nobody and no amount"],
  ["POST", "/p/:token", "takes the answer, counted when it is wrong"],
  ["GET", "/p/:token/pay", "behind that answer, by its cookie, as all below"],
  ["POST", "/p/:token/pay", "reads the amount back"],
  ["POST", "/p/:token/pay/go", "opens the payment at the provider"],
  ["GET", "/p/:token/back", "what came of it"],
  ["GET", "/p/:token/promise", "the form of a promise"],
  ["POST", "/p/:token/promise", "reads it back"],
  ["POST", "/p/:token/promise/confirm", "makes it"],
  ["GET", "/p/:token/plan", "plans to choose from"],
  ["POST", "/p/:token/plan", "reads one back"],
  ["POST", "/p/:token/plan/confirm", "makes it"],
  ["GET", "/p/:token/invoices", "what is open"],
  ["GET", "/p/:token/files/:file", "a PDF that was sent to that customer"],
  ["GET", "/p/:token/chat", "leads into web chat, as the customer"],
  ["GET", "/p/:token/dispute", "the form of a dispute"],
  ["POST", "/p/:token/dispute", "reads it back"],
  ["POST", "/p/:token/dispute/confirm", "opens it"],
  ["GET", "/p/:token/paid", "the form of who has paid"],
  ["POST", "/p/:token/paid", "takes what they say, and a file that shows it"],
  ["POST", "/p/:token/leave", "ends the visit"],
  ["POST", "/pay/:kind/:client", "what payment providers tell, by their signature"],
  ["POST", "/u/:token", "stops mails to whom the token's message went (RFC 8058)"],
];

/** Registers the API; the caller mounts it under /v1. */
export const apiRoutes =
  (deps: Deps) =>
  async (api: FastifyInstance): Promise<void> => {
    takeFiles(api);
    takePdf(api);
    for (const [method, path, operation] of DOCUMENTED) mount(api, method, path, operation, deps);
    // Streams would hold the server up for an hour.
    api.addHook("preClose", async () => await Promise.resolve(streamsOf(deps).close()));
    const document = JSON.stringify(documentOf(DOCUMENTED, "/v1"));
    api.get("/openapi.json", async (request, reply) =>
      isKnown(request, reply, document)
        ? await reply.code(304).send()
        : await reply.type("application/json; charset=utf-8").send(document),
    );
    await Promise.resolve();
  };
