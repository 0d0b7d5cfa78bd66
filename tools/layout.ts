// Compiles the e-mail layout from MJML. Run it after a change of layout.mjml.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compileLayout } from "./compile-layout.ts";

writeFileSync(
  join(import.meta.dirname, "../server/messages/templates/layout.html"),
  await compileLayout(),
);
