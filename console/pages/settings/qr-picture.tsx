import { qrOf } from "./qr.ts";

const QUIET = 4;

/** The text as a picture for cameras: always dark on light. Nothing where it is too long. */
export function QrPicture({ text, label }: { readonly text: string; readonly label: string }) {
  const grid = qrOf(text);
  if (!grid) return null;
  const size = grid.length + 2 * QUIET;
  const path = grid
    .flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
    )
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      width={180}
      height={180}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
