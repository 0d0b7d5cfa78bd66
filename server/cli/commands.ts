// Every command of the command line, in the order of the help page.
import type { Command } from "#cli/command.ts";
import { clientCommands } from "#cli/commands/client.ts";
import { clockCommands } from "#cli/commands/clock.ts";
import { holdCommands } from "#cli/commands/holds.ts";
import { importCommands } from "#cli/commands/import.ts";
import { policyCommands } from "#cli/commands/policy.ts";
import { reportCommands } from "#cli/commands/report.ts";
import { runCommands } from "#cli/commands/run.ts";
import { sandboxCommands } from "#cli/commands/sandbox.ts";
import { templateCommands } from "#cli/commands/template.ts";

export const commands: readonly Command[] = [
  ...clientCommands,
  ...importCommands,
  ...policyCommands,
  ...templateCommands,
  ...runCommands,
  ...holdCommands,
  ...reportCommands,
  ...clockCommands,
  ...sandboxCommands,
];
