/** The package has no types; this is the part in use. */
declare module "mjml" {
  function mjml2html(
    source: string,
    options: { validationLevel: "strict"; fonts: Record<string, string>; keepComments: boolean },
  ): Promise<{ html: string; errors: readonly unknown[] }>;
  export = mjml2html;
}
