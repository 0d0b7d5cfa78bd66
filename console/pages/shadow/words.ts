import { catalogue, plural } from "../../words/catalogue.ts";

const en = {
  title: "Shadow mode",
  on: (since: string) => `Nothing is sent since ${since}`,
  off: "Messages are sent",
  turnOn: "Go into shadow mode",
  turnOff: "Leave shadow mode",
  onTitle: "Go into shadow mode?",
  onEffect:
    "From now on everything is decided and nothing is sent to customers. What waits to be sent is kept back for good. Notices to your own staff go out.",
  offTitle: "Leave shadow mode?",
  offEffect:
    "From now on what is decided is sent. Nothing that was decided in shadow is sent afterwards: those steps are behind their accounts. Make sure that the other system no longer sends.",
  isOn: "Shadow mode is on: nothing is sent",
  isOff: "Shadow mode is over: messages are sent",
  help: "Dunlin runs beside another system, sends nothing, and shows what it would have done differently.",
  from: "From",
  to: "To",
  importFile: "What the other system sent",
  importHelp:
    "CSV with the columns customer, day, channel (sms, email, voice, whatsapp, letter, other) and kind.",
  choose: "Choose a file",
  imported: (added: string, known: string) => `${added} added, ${known} known already`,
  badLine: (line: number, why: string) => `Line ${line}: ${why}`,
  badCustomer: "the customer is missing",
  badDay: "the day is none; write it as 2026-01-31",
  badChannel: (channel: string) => `the channel “${channel}” is unknown`,
  noRows: "The file has no rows; its first line names the columns customer, day, channel.",
  kinds: {
    both: "Both the same",
    other_day: "Both, other days",
    other_channel: "Both, other channels",
    only_we: "Only Dunlin",
    only_they: "Only the other",
  },
  all: "All differences",
  show: "Show",
  customers: (n: number) =>
    plural("en", n, { one: "customer compared", other: "customers compared" }),
  unknown: (n: number) =>
    plural("en", n, {
      one: "row is of no customer in the book",
      other: "rows are of no customer in the book",
    }),
  customer: "Customer",
  what: "What",
  ours: "Dunlin",
  theirs: "The other system",
  whyHead: "Why",
  reasons: "Why Dunlin was silent where the other system spoke",
  nothing: "Nothing to compare in these days",
  nothingHelp: "Decisions in shadow mode and what the other system sent appear here.",
};

export const words = catalogue<typeof en>({
  en,
  pl: {
    title: "Tryb cienia",
    on: (since) => `Nic nie jest wysyłane od ${since}`,
    off: "Wiadomości są wysyłane",
    turnOn: "Włącz tryb cienia",
    turnOff: "Wyłącz tryb cienia",
    onTitle: "Włączyć tryb cienia?",
    onEffect:
      "Od teraz wszystko jest rozstrzygane, ale nic nie wychodzi do klientów. To, co czeka na wysyłkę, zostaje zatrzymane na dobre. Powiadomienia do własnych pracowników wychodzą.",
    offTitle: "Wyłączyć tryb cienia?",
    offEffect:
      "Od teraz to, co rozstrzygnięte, jest wysyłane. Nic z tego, co rozstrzygnięto w trybie cienia, nie wyjdzie później: te kroki są już za kontami. Upewnij się, że drugi system już nie wysyła.",
    isOn: "Tryb cienia włączony: nic nie jest wysyłane",
    isOff: "Tryb cienia wyłączony: wiadomości są wysyłane",
    help: "Dunlin działa obok innego systemu, niczego nie wysyła i pokazuje, co zrobiłby inaczej.",
    from: "Od",
    to: "Do",
    importFile: "Co wysłał drugi system",
    importHelp:
      "CSV z kolumnami customer, day, channel (sms, email, voice, whatsapp, letter, other) i kind.",
    choose: "Wybierz plik",
    imported: (added, known) => `Dodano: ${added}, znane wcześniej: ${known}`,
    badLine: (line, why) => `Wiersz ${line}: ${why}`,
    badCustomer: "brak klienta",
    badDay: "to nie jest data; zapisz ją jako 2026-01-31",
    badChannel: (channel) => `kanał „${channel}” jest nieznany`,
    noRows: "Plik nie ma wierszy; pierwszy wiersz nazywa kolumny customer, day, channel.",
    kinds: {
      both: "Oba tak samo",
      other_day: "Oba, w inne dni",
      other_channel: "Oba, innym kanałem",
      only_we: "Tylko Dunlin",
      only_they: "Tylko drugi system",
    },
    all: "Wszystkie różnice",
    show: "Pokaż",
    customers: (n) =>
      plural("pl", n, {
        one: "porównany klient",
        few: "porównani klienci",
        many: "porównanych klientów",
        other: "porównanych klientów",
      }),
    unknown: (n) =>
      plural("pl", n, {
        one: "wiersz bez klienta w księgach",
        few: "wiersze bez klienta w księgach",
        many: "wierszy bez klienta w księgach",
        other: "wierszy bez klienta w księgach",
      }),
    customer: "Klient",
    what: "Różnica",
    ours: "Dunlin",
    theirs: "Drugi system",
    whyHead: "Dlaczego",
    reasons: "Dlaczego Dunlin milczał, gdy drugi system wysłał",
    nothing: "W tych dniach nie ma czego porównać",
    nothingHelp: "Tu pojawią się decyzje z trybu cienia i to, co wysłał drugi system.",
  },
});
