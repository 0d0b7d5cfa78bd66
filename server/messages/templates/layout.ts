import { assert } from "#platform/errors.ts";

/** The one e-mail layout: MJML, compiled once, with marks where each message puts its own HTML. Loads nothing from outside. */

const FONTS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

const MJML = `<mjml lang="@@LANG@@">
  <mj-head>
    <mj-title>@@TITLE@@</mj-title>
    <mj-attributes>
      <mj-all font-family="${FONTS}" />
      <mj-text color="#1f2933" font-size="16px" line-height="1.55" padding="0" />
    </mj-attributes>
    <mj-raw>
      <meta name="color-scheme" content="light dark">
      <meta name="supported-color-schemes" content="light dark">
    </mj-raw>
    <mj-style>
      .content p { margin: 0 0 16px; }
      .content table { border-collapse: collapse; width: 100%; margin: 0 0 16px; font-size: 15px; }
      .content td, .content th { padding: 6px 0; border-bottom: 1px solid #d9dee3; text-align: left; }
      .content a { color: #14507a; }
      a.button { display: inline-block; background: #14507a; color: #ffffff !important; padding: 12px 24px;
        border-radius: 6px; text-decoration: none; font-weight: 600; }
      .footer a { color: #52606d; }
      @media (prefers-color-scheme: dark) {
        body, .page, .page > div { background: #14181c !important; background-color: #14181c !important; }
        .card, .card > table, .card > table > tbody > tr > td { background: #1e242a !important; }
        .card { border-color: #3a434c !important; }
        .content div, .brand div { color: #e6eaee !important; }
        .content td, .content th { border-color: #3a434c; }
        .content a { color: #8cc4ee; }
        a.button { background: #8cc4ee; color: #14181c !important; }
        .footer div, .footer a { color: #a3adb7 !important; }
      }
    </mj-style>
  </mj-head>
  <mj-body background-color="#f2f4f6" width="600px" css-class="page">
    <mj-section padding="24px 16px 8px">
      <mj-column>
        <mj-text css-class="brand" font-size="15px" font-weight="600">@@CLIENT@@</mj-text>
      </mj-column>
    </mj-section>
    <mj-wrapper padding="0 16px">
      <mj-section css-class="card" background-color="#ffffff" border-radius="8px" padding="28px 24px 12px">
        <mj-column><mj-text css-class="content">@@BODY@@</mj-text></mj-column>
      </mj-section>
    </mj-wrapper>
    <mj-section padding="16px 16px 32px">
      <mj-column>
        <mj-text css-class="footer" color="#52606d" font-size="13px">@@FOOTER@@</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>`;

/** HTML for each mark; every part is escaped already. */
export type LayoutParts = {
  readonly lang: string;
  readonly title: string;
  readonly client: string;
  readonly body: string;
  readonly footer: string;
};

const PARTS: Readonly<Record<string, keyof LayoutParts>> = {
  LANG: "lang",
  TITLE: "title",
  CLIENT: "client",
  BODY: "body",
  FOOTER: "footer",
};

/** Pieces of the compiled layout: fixed HTML at even places, the name of a mark at odd ones. */
let pieces: readonly string[] | undefined;
let preparing: Promise<void> | undefined;

/** Compiles the layout, the first time only. To be awaited at start, before any e-mail is rendered. */
export function prepareLayout(): Promise<void> {
  preparing ??= compileLayout();
  return preparing;
}

async function compileLayout(): Promise<void> {
  const { default: mjml2html } = await import("mjml"); // loaded here, because it takes a good part of a second
  const { html } = await mjml2html(MJML, {
    validationLevel: "strict",
    fonts: {},
    keepComments: true, // Outlook reads its own parts from comments
  });
  pieces = html.split(/@@([A-Z]+)@@/u);
}

/** A whole HTML document. Throws (a bug) when `prepareLayout` was not awaited before. */
export function fillLayout(parts: LayoutParts): string {
  assert(pieces, "prepareLayout must be awaited before an e-mail is rendered");
  return pieces
    .map((piece, place) => (place % 2 === 0 ? piece : parts[PARTS[piece] ?? "body"]))
    .join("");
}
