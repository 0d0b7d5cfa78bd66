/** A progress line on stderr, redrawn at most ten times a second; silent where nobody watches. */
export function progressLine(label: string): {
  show(done: number, total: number | undefined, text: string): void;
  end(): void;
} {
  const { stderr } = process;
  let shownAt = 0;
  let shown = false;
  return {
    show(done, total, text) {
      if (!stderr.isTTY || performance.now() - shownAt < 100) return;
      shownAt = performance.now();
      shown = true;
      stderr.write(`\r\u001b[K${label} ${total ? bar(done / total) : ""} ${text}`);
    },
    end() {
      if (shown) stderr.write("\r\u001b[K");
    },
  };
}

function bar(share: number): string {
  const filled = Math.min(20, Math.max(0, Math.round(share * 20)));
  return `[${"#".repeat(filled)}${" ".repeat(20 - filled)}] ${Math.round(share * 100)} %`;
}
