import { readFileSync } from "node:fs";
import { join } from "node:path";
import mjml2html from "mjml";

/** The e-mail layout as HTML; throws when the MJML is not valid. */
export async function compileLayout(): Promise<string> {
  const source = join(import.meta.dirname, "../server/messages/templates/layout.mjml");
  const { html } = await mjml2html(readFileSync(source, "utf8"), {
    validationLevel: "strict",
    fonts: {},
    keepComments: true, // Outlook reads its own parts from comments
  });
  return html;
}
