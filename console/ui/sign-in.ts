const BACK = "dunlin.back";

/** Leads to the sign-in, and back to where one was. */
export function signInFrom(path: string): void {
  sessionStorage.setItem(BACK, path);
  location.assign("/sign-in");
}

/** Where one was before signing in, once; only a path of the console. */
export function takeBack(): string | undefined {
  const path = sessionStorage.getItem(BACK) ?? undefined;
  sessionStorage.removeItem(BACK);
  return path?.startsWith("/c/") ? path : undefined;
}
