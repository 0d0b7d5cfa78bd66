// Every command of the command line. A file of commands is loaded when one of them is asked for: none waits for the libraries
// of the others.
import type { Command } from "#cli/command.ts";

type Load = () => Promise<readonly Command[]>;

const client: Load = async () => (await import("#cli/commands/client.ts")).clientCommands;
const books: Load = async () => (await import("#cli/commands/import.ts")).importCommands;
const policy: Load = async () => (await import("#cli/commands/policy.ts")).policyCommands;
const experiments: Load = async () =>
  (await import("#cli/commands/experiment.ts")).experimentCommands;
const shadows: Load = async () => (await import("#cli/commands/shadow.ts")).shadowCommands;
const templates: Load = async () => (await import("#cli/commands/template.ts")).templateCommands;
const messages: Load = async () => (await import("#cli/commands/message.ts")).messageCommands;
const sending: Load = async () => (await import("#cli/commands/sending.ts")).sendingCommands;
const campaigns: Load = async () => (await import("#cli/commands/campaign.ts")).campaignCommands;
const sources: Load = async () => (await import("#cli/commands/source.ts")).sourceCommands;
const run: Load = async () => (await import("#cli/commands/run.ts")).runCommands;
const holds: Load = async () => (await import("#cli/commands/holds.ts")).holdCommands;
const plans: Load = async () => (await import("#cli/commands/plans.ts")).planCommands;
const paying: Load = async () => (await import("#cli/commands/paying.ts")).payingCommands;
const reports: Load = async () => [
  ...(await import("#cli/commands/report.ts")).reportCommands,
  ...(await import("#cli/commands/report-compare.ts")).compareCommands,
];
const suppressions: Load = async () =>
  (await import("#cli/commands/suppression.ts")).suppressionCommands;
const conversations: Load = async () =>
  (await import("#cli/commands/conversation.ts")).conversationCommands;
const inbound: Load = async () => (await import("#cli/commands/inbound.ts")).inboundCommands;
const bank: Load = async () => (await import("#cli/commands/bank.ts")).bankCommands;
const debits: Load = async () => (await import("#cli/commands/debits.ts")).debitCommands;
const intents: Load = async () => (await import("#cli/commands/intent.ts")).intentCommands;
const clock: Load = async () => (await import("#cli/commands/clock.ts")).clockCommands;
const apiKeys: Load = async () => (await import("#cli/commands/apikey.ts")).apiKeyCommands;
const doctor: Load = async () => (await import("#cli/commands/doctor.ts")).doctorCommands;
const users: Load = async () => (await import("#cli/commands/user.ts")).userCommands;
const sso: Load = async () => (await import("#cli/commands/sso.ts")).ssoCommands;
const judge: Load = async () => (await import("#cli/commands/judge.ts")).judgeCommands;
const audit: Load = async () => (await import("#cli/commands/audit.ts")).auditCommands;
const customers: Load = async () => (await import("#cli/commands/customer.ts")).customerCommands;
const retention: Load = async () => (await import("#cli/commands/retention.ts")).retentionCommands;
const webhooks: Load = async () => (await import("#cli/commands/webhook.ts")).webhookCommands;
const listen: Load = async () => (await import("#cli/commands/listen.ts")).listenCommands;
const sandbox: Load = async () => (await import("#cli/commands/sandbox.ts")).sandboxCommands;

/** By the first word of a command, in the order of the help page. */
const files: ReadonlyMap<string, Load> = new Map([
  ["client", client],
  ["import", books],
  ["payments", books],
  ["source", sources],
  ["policy", policy],
  ["replay", experiments],
  ["experiment", experiments],
  ["shadow", shadows],
  ["template", templates],
  ["route", policy],
  ["simulate", run],
  ["run", run],
  ["drain", run],
  ["explain", run],
  ["message", messages],
  ["campaign", campaigns],
  ["segment", campaigns],
  ["sending-rules", sending],
  ["staff", sending],
  ["conversation", conversations],
  ["inbound", inbound],
  ["bank", bank],
  ["debits", debits],
  ["hold", holds],
  ["dispute", holds],
  ["promise", holds],
  ["plan", plans],
  ["arrangements", plans],
  ["link", paying],
  ["provider", paying],
  ["factor", paying],
  ["checkout", paying],
  ["suppression", suppressions],
  ["tracking", suppressions],
  ["report", reports],
  ["forecast", reports],
  ["call-list", reports],
  ["apikey", apiKeys],
  ["user", users],
  ["operator", users],
  ["sso", sso],
  ["doctor", doctor],
  ["intent", intents],
  ["judge", judge],
  ["audit", audit],
  ["customer", customers],
  ["retention", retention],
  ["webhook", webhooks],
  ["listen", listen],
  ["clock", clock],
  ["sandbox", sandbox],
]);

/** The commands that share a file with those that begin with `word`; none when no command does. */
export async function commandsAt(word: string | undefined): Promise<readonly Command[]> {
  return (await files.get(word ?? "")?.()) ?? [];
}

/** All commands, in the order of the help page. */
export async function allCommands(): Promise<readonly Command[]> {
  const loads = [...new Set(files.values())];
  return (await Promise.all(loads.map(async (load) => await load()))).flat();
}
