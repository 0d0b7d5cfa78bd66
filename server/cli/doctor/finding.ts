/** What the doctor found. `wrong`: something does not work; `warning`: it works, and somebody should know. */
export type Finding = {
  readonly check: string;
  /** What was looked at: a client, a route; absent for the installation. */
  readonly of?: string;
  readonly state: "ok" | "warning" | "wrong";
  readonly says: string;
  /** What to do about it; with everything that is not ok. */
  readonly mend?: string;
};

export type About = Pick<Finding, "check" | "of">;

export const ok = (about: About, says: string): Finding => ({ ...about, state: "ok", says });

export const warning = (about: About, says: string, mend: string): Finding => ({
  ...about,
  state: "warning",
  says,
  mend,
});

export const wrong = (about: About, says: string, mend: string): Finding => ({
  ...about,
  state: "wrong",
  says,
  mend,
});
