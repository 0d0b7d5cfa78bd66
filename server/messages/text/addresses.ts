// Web addresses in plain words.

const IN_TEXT = /\bhttps?:\/\/[^\s<>"']+/gi;
/** What ends a sentence does not belong to the address in it. */
const AFTER_ADDRESS = /[.,;:!?)\]}…]+$/u;

/** Each address and where it begins, in their order. */
export function addressesIn(
  text: string,
): readonly { readonly at: number; readonly address: string }[] {
  return [...text.matchAll(IN_TEXT)].map(({ 0: found, index }) => ({
    at: index,
    address: found.replace(AFTER_ADDRESS, ""),
  }));
}
