// The words of the installation's own letters. Plain text: they hold one link, and look like what they are.
import type { Letter } from "#auth/letters.ts";

export type Mail = { readonly to: string; readonly subject: string; readonly text: string };

type Facts = {
  readonly client: string;
  readonly role: string;
  readonly link: string;
  readonly until: string;
};
type Words = Readonly<
  Record<
    Letter["kind"],
    { readonly subject: (facts: Facts) => string; readonly text: (facts: Facts) => string }
  >
>;

const WORDS: Readonly<Record<"en" | "pl", Words>> = {
  en: {
    invitation: {
      subject: ({ client }) => `You are invited to ${client} on Dunlin`,
      text: ({
        client,
        role,
        link,
        until,
      }) => `You are invited to work in Dunlin for ${client}, as ${role}.

Accept with this link. It is good once, until ${until}:
${link}

If you do not know ${client}, leave this letter alone: without the link nothing happens.
`,
    },
    reset: {
      subject: () => "A new password for Dunlin",
      text: ({ link, until }) => `Somebody, most likely you, asked for a new password for Dunlin.

Choose it with this link. It is good once, until ${until}:
${link}

If it was not you, leave this letter alone: your password stays as it is.
`,
    },
    password_changed: {
      subject: () => "Your password for Dunlin was changed",
      text: () => `The password that you use for Dunlin was changed just now, and your other browsers were signed out.

If it was not you, ask for a new password at once, and tell whoever looks after Dunlin where you work.
`,
    },
  },
  pl: {
    invitation: {
      subject: ({ client }) => `Zaproszenie do ${client} w Dunlin`,
      text: ({
        client,
        role,
        link,
        until,
      }) => `Otrzymujesz zaproszenie do pracy w systemie Dunlin dla ${client}, w roli: ${role}.

Zaproszenie przyjmiesz tym odnośnikiem. Działa jeden raz, do ${until}:
${link}

Jeśli nazwa ${client} nic Ci nie mówi, zignoruj tę wiadomość: bez odnośnika nic się nie stanie.
`,
    },
    reset: {
      subject: () => "Nowe hasło do Dunlin",
      text: ({ link, until }) => `Ktoś, zapewne Ty, poprosił o nowe hasło do systemu Dunlin.

Ustaw je tym odnośnikiem. Działa jeden raz, do ${until}:
${link}

Jeśli to nie Ty, zignoruj tę wiadomość: hasło się nie zmieni.
`,
    },
    password_changed: {
      subject: () => "Hasło do Dunlin zostało zmienione",
      text: () => `Hasło do systemu Dunlin zostało właśnie zmienione, a pozostałe przeglądarki wylogowane.

Jeśli to nie Ty, od razu poproś o nowe hasło i zawiadom osobę, która opiekuje się systemem Dunlin w Twojej firmie.
`,
    },
  },
};

const ROLES_PL: Readonly<Record<string, string>> = {
  owner: "właściciel",
  finance: "finanse",
  account_manager: "opiekun klienta",
  supervisor: "kierownik zespołu",
  agent: "konsultant",
  provider: "dostawca",
  bureau: "biuro rozliczeń",
  auditor: "audytor",
};

/** The letter as a mail, in its language where there are words in it, else in English. */
export function mailOf({ kind, to, language, about, link = "", goodUntil }: Letter): Mail {
  const own = language === "pl" ? "pl" : "en";
  const { subject, text } = WORDS[own][kind];
  const { client = "", role = "" } = about;
  const facts = {
    client: oneLine(client),
    role: own === "pl" ? (ROLES_PL[role] ?? role) : role.replace("_", " "),
    link,
    until: `${goodUntil.toString({ smallestUnit: "minute" }).replace("T", " ").replace("Z", "")} UTC`,
  };
  return { to, subject: subject(facts), text: text(facts) };
}

// A name with a line break in it would begin another header, or a paragraph of somebody's own.
const oneLine = (text: string): string => text.replace(/\s+/gu, " ").slice(0, 200);
