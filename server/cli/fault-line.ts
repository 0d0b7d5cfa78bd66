type Fault = { readonly line: number; readonly field: string; readonly message: string };

/** "line 4, steps[2].when: …", or "line 4: …" when it is the line itself that can't be read. */
export function faultLine({ line, field, message }: Fault): string {
  return `line ${line}${field === "" ? "" : `, ${field}`}: ${message}`;
}
