import type { RouteFailure } from "#messages/route.ts";
import { STATUS, type StatusName } from "./codec/commands.ts";

/** What a refused submit_sm means for the message; what is not listed is `temporary`. */
const FAILURES: readonly (readonly [RouteFailure, readonly StatusName[]])[] = [
  ["throttled", ["ESME_RTHROTTLED", "ESME_RMSGQFUL"]],
  [
    "unreachable",
    ["ESME_RINVBNDSTS", "ESME_RALYBND", "ESME_RBINDFAIL", "ESME_RINVPASWD", "ESME_RINVSYSID"],
  ],
  [
    "rejected",
    [
      "ESME_RINVMSGLEN",
      "ESME_RINVCMDLEN",
      "ESME_RINVCMDID",
      "ESME_RINVPRTFLG",
      "ESME_RINVREGDLVFLG",
      "ESME_RINVSRCADR",
      "ESME_RINVDSTADR",
      "ESME_RINVSERTYP",
      "ESME_RINVNUMDESTS",
      "ESME_RINVDLNAME",
      "ESME_RINVDESTFLAG",
      "ESME_RINVSUBREP",
      "ESME_RINVESMCLASS",
      "ESME_RINVSRCTON",
      "ESME_RINVSRCNPI",
      "ESME_RINVDSTTON",
      "ESME_RINVDSTNPI",
      "ESME_RINVSYSTYP",
      "ESME_RINVSCHED",
      "ESME_RINVEXPIRY",
      "ESME_RINVDFTMSGID",
      "ESME_RX_P_APPN",
      "ESME_RX_R_APPN",
      "ESME_RINVOPTPARSTREAM",
      "ESME_ROPTPARNOTALLWD",
      "ESME_RINVPARLEN",
      "ESME_RMISSINGOPTPARAM",
      "ESME_RINVOPTPARAMVAL",
    ],
  ],
];

const BY_STATUS: ReadonlyMap<number, RouteFailure> = new Map(
  FAILURES.flatMap(([failure, names]) => names.map((name) => [STATUS[name], failure] as const)),
);

export function failureOf(status: number): RouteFailure {
  return BY_STATUS.get(status) ?? "temporary";
}
