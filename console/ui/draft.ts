// What is being written survives a reload, a crash and a wrong click; it goes when it was sent.
import { useCallback, useEffect, useState } from "react";
import { useConnection } from "../api/api.ts";

const WAIT_MS = 250;
const MOST_CHARACTERS = 65_536;
const DRAFTS = "dunlin.draft:";

/** Whoever signs out leaves no draft in the browser (OWASP ASVS 5.0, 14.3.1). */
export function forgetDrafts(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(DRAFTS)) localStorage.removeItem(key);
  }
}

function read<T>(key: string, initial: T): T {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? initial : (JSON.parse(kept) as T);
  } catch {
    return initial;
  }
}

/**
 * Like useState, but kept in the browser under that name for this client. `forget` goes back to `initial`, which must be plain
 * data.
 */
export function useDraft<T>(
  name: string,
  initial: T,
): readonly [value: T, set: (next: T | ((before: T) => T)) => void, forget: () => void] {
  const key = `${DRAFTS}${useConnection().slug}:${name}`;
  const [value, set] = useState<T>(() => read(key, initial));
  useEffect(() => {
    const keep = () => {
      const text = JSON.stringify(value);
      if (text === JSON.stringify(initial)) localStorage.removeItem(key);
      else if (text.length <= MOST_CHARACTERS) localStorage.setItem(key, text);
    };
    const timer = setTimeout(keep, WAIT_MS);
    window.addEventListener("pagehide", keep);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pagehide", keep);
    };
    // `initial` is what the caller writes down anew each time.
  }, [key, value]);
  const forget = useCallback(() => {
    localStorage.removeItem(key);
    set(initial);
  }, [key]);
  return [value, set, forget];
}
