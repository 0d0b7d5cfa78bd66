// What Kannel is told: a durable spool, one SMPP connection, nobody called back, no logs but of its end.

export type KannelPlace = {
  /** Absolute; holds the spool. */
  readonly folder: string;
  readonly adminPort: number;
  readonly boxPort: number;
  readonly sendPort: number;
  readonly smscPort: number;
  /** Submits that may wait for their answer. */
  readonly window: number;
};

export const USER = { username: "bench", password: "bench" };

type Directives = Readonly<Record<string, string | number>>;

/** One file for both programs. A blank line ends a group, so there is none within. */
export function kannelConfig(place: KannelPlace): string {
  const local = { host: "127.0.0.1", allow: "127.0.0.1", deny: quoted("*.*.*.*") };
  const groups: readonly Directives[] = [
    {
      group: "core",
      "admin-port": place.adminPort,
      "admin-password": USER.password,
      "admin-allow-ip": local.allow,
      "admin-deny-ip": local.deny,
      "smsbox-port": place.boxPort,
      "box-allow-ip": local.allow,
      "box-deny-ip": local.deny,
      "store-type": "spool",
      "store-location": quoted(place.folder),
      // Which message a receipt belongs to is kept in memory: Kannel's default, and its fastest way.
      "dlr-storage": "internal",
    },
    {
      group: "smsc",
      smsc: "smpp",
      "smsc-id": "bench",
      host: local.host,
      port: place.smscPort,
      "transceiver-mode": "true",
      "smsc-username": "dunlin",
      "smsc-password": "secret",
      "system-type": quoted(""),
      "max-pending-submits": place.window,
      "reconnect-delay": 1,
    },
    { group: "smsbox", "bearerbox-host": local.host, "sendsms-port": place.sendPort },
    { group: "sendsms-user", ...USER, "user-allow-ip": local.allow },
    { group: "sms-service", keyword: "default", "max-messages": 0, text: quoted("") },
  ];
  return groups.map(written).join("\n");
}

function written(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join("");
}

function quoted(text: string): string {
  return `"${text}"`;
}
