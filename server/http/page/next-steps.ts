// What is still missing before a client's money is collected, in the order in which to do it.
import { command } from "./frame.ts";
import { html, type Html } from "./html.ts";
import type { Status } from "#reporting/status.ts";

type Step = { readonly missing: boolean; readonly what: string; readonly command: string };

function stepsOf({ client, customers, policy, routes }: Status): Step[] {
  const to = `--client ${client.slug}`;
  return [
    {
      missing: customers === 0,
      what: "Import the book of customers and invoices, as the accounting system exports it.",
      command: `import book.csv ${to}`,
    },
    {
      missing: routes.length === 0,
      what: "Name the ways out: an SMPP account, a mail relay.",
      command: `route set routes.yaml ${to}`,
    },
    {
      missing: !policy,
      what: "Apply a policy: who hears what, and when.",
      command: `policy apply samples/policy.yaml ${to}`,
    },
  ];
}

/** The card of missing steps; nothing when there is none. */
export function nextSteps(status: Status): Html | undefined {
  const steps = stepsOf(status).filter((step) => step.missing);
  if (steps.length === 0) return undefined;
  const all: Step[] = [
    ...steps,
    {
      missing: true,
      what: "See what would be said, day by day. Nothing is sent by this.",
      command: `simulate --client ${status.client.slug} --days 30`,
    },
  ];
  return html`<section class="card next">
    <div class="head"><h2>What comes next</h2></div>
    <ol>
      ${all.map((step) => html`<li>${step.what} ${command(step.command)}</li>`)}
    </ol>
  </section>`;
}
