import { catalogue } from "../words/catalogue.ts";

const en = {
  why: "Why?",
  title: (customer: string) => `Why ${customer} hears what, or nothing`,
  none: "Nothing was ever invoiced to this customer.",
  outcome: {
    send: "A message goes out",
    wait: "Nothing is said now",
    hold: "The ladder is held",
    suppress: "Nobody can be told",
    person: "People take over",
  } as Readonly<Record<string, string>>,
  because: (reason: string) => `because ${reason}`,
  asked: "Asked for now",
  overdue: "Overdue",
  next: "Next look",
  nextStep: (step: string) => `step ${step}`,
  unless: "unless it is paid, disputed, promised or held before.",
  nothingComes:
    "Nothing more happens unless something new arrives: an invoice, a payment, a book, an answer.",
  steps: "Step by step",
  said: (channels: string) => `said by ${channels}`,
  closed: "Channels that are closed",
  reasonOfClosed: { "opted out": "opted out", "address dead": "address does not work" } as Readonly<
    Record<string, string>
  >,
  policy: (version: number) => `Policy version ${version}`,
  group: {
    control: "in the control group of an experiment",
    held_out: "held out by an experiment",
    challenger: "treated by the challenger of an experiment",
  },
  facts: "What it rests on",
  openInvoices: "Open invoices",
  holds: "Holds",
  behind: "Steps behind",
  books: "Books as of",
  none_: "none",
};

export const words = catalogue<typeof en>({
  en,
  pl: {
    why: "Dlaczego?",
    title: (customer) => `Dlaczego ${customer} dostaje wiadomość lub nie`,
    none: "Temu klientowi nigdy nic nie zafakturowano.",
    outcome: {
      send: "Wychodzi wiadomość",
      wait: "Teraz nic nie wysyłamy",
      hold: "Kolejne kroki są wstrzymane",
      suppress: "Nie ma jak zawiadomić",
      person: "Sprawę przejmują pracownicy",
    },
    because: (reason) => `ponieważ: ${reason}`,
    asked: "Teraz do zapłaty",
    overdue: "Po terminie",
    next: "Następne sprawdzenie",
    nextStep: (step) => `krok ${step}`,
    unless: "chyba że wcześniej nastąpi zapłata, reklamacja, obietnica lub wstrzymanie.",
    nothingComes:
      "Nic więcej się nie wydarzy, dopóki nie pojawi się coś nowego: faktura, wpłata, księgi, odpowiedź.",
    steps: "Krok po kroku",
    said: (channels) => `wysłane przez ${channels}`,
    closed: "Zamknięte kanały",
    reasonOfClosed: { "opted out": "zrezygnował", "address dead": "adres nie działa" },
    policy: (version) => `Polityka, wersja ${version}`,
    group: {
      control: "w grupie kontrolnej eksperymentu",
      held_out: "pominięty w ramach eksperymentu",
      challenger: "objęty polityką próbną eksperymentu",
    },
    facts: "Na czym się opiera",
    openInvoices: "Otwarte faktury",
    holds: "Wstrzymania",
    behind: "Kroki za nami",
    books: "Księgi na dzień",
    none_: "brak",
  },
});
