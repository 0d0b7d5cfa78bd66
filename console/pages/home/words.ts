import { catalogue, plural } from "../../words/catalogue.ts";

export const words = catalogue({
  en: {
    cards: {
      attention: "Needs a person",
      collected: "Collected",
      outstanding: "Outstanding",
      forecast: "Cash forecast",
      contacts: "Reached, replied, paid",
      today: "Today's plan",
    },
    arrange: (card: string) => `Arrange: ${card}`,
    earlier: "Move earlier",
    later: "Move later",
    wide: "Make wide",
    narrow: "Make narrow",
    hide: "Hide",
    hidden: "Hidden cards",
    show: (card: string) => `Show ${card}`,
    usual: "As it was at first",
    moved: (card: string, place: number, of: number) => `${card}: place ${place} of ${of}`,
    isHidden: (card: string) => `${card} is hidden`,
    isShown: (card: string) => `${card} is shown`,
    isWide: (card: string) => `${card} is wide`,
    isNarrow: (card: string) => `${card} is narrow`,
    isUsual: "The cards stand as they did at first",
    currency: "Currency",
    nothingWaits: "Nothing waits for anybody",
    nothingWaitsHelp: "Replies, doubtful payments and trouble with routes appear here.",
    since: (ago: string) => `the oldest ${ago}`,
    attention: {
      stale_books: () => "The books are out of date: collection waits",
      unread_conversations: (n: number) =>
        plural("en", n, { one: "conversation to read", other: "conversations to read" }),
      payment_claims: (n: number) =>
        plural("en", n, {
          one: "claim to have paid to judge",
          other: "claims to have paid to judge",
        }),
      call_wishes: (n: number) =>
        plural("en", n, {
          one: "customer wants to be called",
          other: "customers want to be called",
        }),
      uncertain_messages: (n: number) =>
        plural("en", n, { one: "message of uncertain fate", other: "messages of uncertain fate" }),
      held_messages: (n: number) =>
        plural("en", n, {
          one: "message held: a value is missing",
          other: "messages held: a value is missing",
        }),
      failing_routes: (n: number) =>
        plural("en", n, { one: "route that fails", other: "routes that fail" }),
      failing_sources: (n: number) =>
        plural("en", n, {
          one: "source of books that fails or is late",
          other: "sources of books that fail or are late",
        }),
      unmatched_payments: (n: number) =>
        plural("en", n, {
          one: "payment that nobody claims",
          other: "payments that nobody claims",
        }),
      bank_proposals: (n: number) =>
        plural("en", n, {
          one: "proposal whose payment it is",
          other: "proposals whose payments they are",
        }),
      excess_payments: (n: number) =>
        plural("en", n, { one: "payment of too much", other: "payments of too much" }),
      dead_callbacks: (n: number) =>
        plural("en", n, { one: "callback given up", other: "callbacks given up" }),
      waiting_campaigns: (n: number) =>
        plural("en", n, { one: "campaign to approve", other: "campaigns to approve" }),
    },
    last30: "Last 30 days",
    within48: "Within 48 h of a reminder",
    wentBack: "Went back",
    otherMoney: "Other money",
    fromBooks: "Seen in the books only",
    open: "Open",
    overdue: "Overdue",
    over90: "Over 90 days",
    ages: {
      not_due_minor: "Not due",
      days_1_30_minor: "1–30 days late",
      days_31_60_minor: "31–60 days late",
      days_61_90_minor: "61–90 days late",
      over_90_minor: "Over 90 days late",
    },
    expected: "Expected",
    expectedIn: (days: number) => `Expected in ${days} days`,
    between: "Four times of five between",
    promised: "Of it promised",
    band: "Band",
    daysAhead: (days: number) => `${days} days`,
    howFar: "How far ahead",
    restsOn: (payments: number, promises: number) =>
      `Rests on ${plural("en", payments, { one: "payment", other: "payments" })} and ${plural("en", promises, { one: "promise", other: "promises" })} of yours; where little was seen, on what is usual.`,
    contacted: "Contacted",
    reached: "Reached",
    replied: "Replied within 48 h",
    paid: "Paid within 48 h",
    eachOnce: "Accounts, each once a day, of the last 30 days",
    toSend: "Planned",
    sent: "Sent",
    price: "Price",
    byHour: "By hour",
    nothingToday: "Nothing goes out today",
    toLookAt: (n: number) =>
      `${plural("en", n, { one: "customer is", other: "customers are" })} looked at later today; more may be planned then.`,
    channel: "Channel",
    step: "Step",
    date: "Date",
    hour: "Hour",
    noBook: "There are no books yet",
    noBookHelp: "Figures appear as soon as the first file is imported.",
    importNow: "Import a book",
    details: "Details",
  },
  pl: {
    cards: {
      attention: "Wymaga decyzji",
      collected: "Wpłaty",
      outstanding: "Należności",
      forecast: "Prognoza wpływów",
      contacts: "Dotarło, odpowiedziano, zapłacono",
      today: "Plan na dziś",
    },
    arrange: (card: string) => `Ułóż: ${card}`,
    earlier: "Przesuń wcześniej",
    later: "Przesuń dalej",
    wide: "Poszerz",
    narrow: "Zwęź",
    hide: "Ukryj",
    hidden: "Ukryte karty",
    show: (card: string) => `Pokaż: ${card}`,
    usual: "Przywróć układ początkowy",
    moved: (card: string, place: number, of: number) => `${card}: miejsce ${place} z ${of}`,
    isHidden: (card: string) => `Ukryto: ${card}`,
    isShown: (card: string) => `Pokazano: ${card}`,
    isWide: (card: string) => `Poszerzono: ${card}`,
    isNarrow: (card: string) => `Zwężono: ${card}`,
    isUsual: "Przywrócono układ początkowy",
    currency: "Waluta",
    nothingWaits: "Nic nie czeka na decyzję",
    nothingWaitsHelp: "Tu pojawią się odpowiedzi, niejasne wpłaty i kłopoty z trasami.",
    since: (ago: string) => `najstarsze: ${ago}`,
    attention: {
      stale_books: () => "Księgi są nieaktualne: windykacja czeka",
      unread_conversations: (n: number) =>
        plural("pl", n, {
          one: "rozmowa do przeczytania",
          few: "rozmowy do przeczytania",
          many: "rozmów do przeczytania",
          other: "rozmowy do przeczytania",
        }),
      payment_claims: (n: number) =>
        plural("pl", n, {
          one: "potwierdzenie wpłaty do oceny",
          few: "potwierdzenia wpłaty do oceny",
          many: "potwierdzeń wpłaty do oceny",
          other: "potwierdzenia wpłaty do oceny",
        }),
      call_wishes: (n: number) =>
        plural("pl", n, {
          one: "klient prosi o telefon",
          few: "klientów prosi o telefon",
          many: "klientów prosi o telefon",
          other: "klienta prosi o telefon",
        }),
      uncertain_messages: (n: number) =>
        plural("pl", n, {
          one: "wiadomość o nieznanym losie",
          few: "wiadomości o nieznanym losie",
          many: "wiadomości o nieznanym losie",
          other: "wiadomości o nieznanym losie",
        }),
      held_messages: (n: number) =>
        plural("pl", n, {
          one: "wiadomość wstrzymana: brak danych",
          few: "wiadomości wstrzymane: brak danych",
          many: "wiadomości wstrzymanych: brak danych",
          other: "wiadomości wstrzymanej: brak danych",
        }),
      failing_routes: (n: number) =>
        plural("pl", n, {
          one: "trasa nie działa",
          few: "trasy nie działają",
          many: "tras nie działa",
          other: "trasy nie działa",
        }),
      failing_sources: (n: number) =>
        plural("pl", n, {
          one: "źródło ksiąg zawodzi lub się spóźnia",
          few: "źródła ksiąg zawodzą lub się spóźniają",
          many: "źródeł ksiąg zawodzi lub się spóźnia",
          other: "źródła ksiąg zawodzi lub się spóźnia",
        }),
      unmatched_payments: (n: number) =>
        plural("pl", n, {
          one: "wpłata nieprzypisana",
          few: "wpłaty nieprzypisane",
          many: "wpłat nieprzypisanych",
          other: "wpłaty nieprzypisanej",
        }),
      bank_proposals: (n: number) =>
        plural("pl", n, {
          one: "propozycja przypisania wpłaty",
          few: "propozycje przypisania wpłat",
          many: "propozycji przypisania wpłat",
          other: "propozycji przypisania wpłat",
        }),
      excess_payments: (n: number) =>
        plural("pl", n, {
          one: "nadpłata do zwrotu",
          few: "nadpłaty do zwrotu",
          many: "nadpłat do zwrotu",
          other: "nadpłaty do zwrotu",
        }),
      dead_callbacks: (n: number) =>
        plural("pl", n, {
          one: "zaniechane powiadomienie systemu",
          few: "zaniechane powiadomienia systemu",
          many: "zaniechanych powiadomień systemu",
          other: "zaniechanego powiadomienia systemu",
        }),
      waiting_campaigns: (n: number) =>
        plural("pl", n, {
          one: "kampania do zatwierdzenia",
          few: "kampanie do zatwierdzenia",
          many: "kampanii do zatwierdzenia",
          other: "kampanii do zatwierdzenia",
        }),
    },
    last30: "Ostatnie 30 dni",
    within48: "W ciągu 48 h od przypomnienia",
    wentBack: "Zwrócono",
    otherMoney: "Pozostałe wpłaty",
    fromBooks: "Wynika tylko z ksiąg",
    open: "Do zapłaty",
    overdue: "Po terminie",
    over90: "Ponad 90 dni",
    ages: {
      not_due_minor: "Przed terminem",
      days_1_30_minor: "1–30 dni po terminie",
      days_31_60_minor: "31–60 dni po terminie",
      days_61_90_minor: "61–90 dni po terminie",
      over_90_minor: "Ponad 90 dni po terminie",
    },
    expected: "Oczekiwane",
    expectedIn: (days: number) => `Oczekiwane w ciągu ${days} dni`,
    between: "W czterech przypadkach na pięć między",
    promised: "W tym obiecane",
    band: "Przedział",
    daysAhead: (days: number) => `${days} dni`,
    howFar: "Jak daleko naprzód",
    restsOn: (payments: number, promises: number) =>
      `Na podstawie ${plural("pl", payments, { one: "wpłaty", few: "wpłat", many: "wpłat", other: "wpłaty" })} i ${plural("pl", promises, { one: "obietnicy", few: "obietnic", many: "obietnic", other: "obietnicy" })} Państwa klientów; gdzie danych jest mało, według typowych zachowań.`,
    contacted: "Kontakt",
    reached: "Dotarło",
    replied: "Odpowiedź w ciągu 48 h",
    paid: "Zapłata w ciągu 48 h",
    eachOnce: "Konta, każde raz dziennie, z ostatnich 30 dni",
    toSend: "Zaplanowane",
    sent: "Wysłane",
    price: "Koszt",
    byHour: "Według godziny",
    nothingToday: "Dziś nic nie wychodzi",
    toLookAt: (n: number) =>
      `Dziś zostanie jeszcze ${plural("pl", n, { one: "sprawdzony klient", few: "sprawdzonych klientów", many: "sprawdzonych klientów", other: "sprawdzonego klienta" })}; plan może się powiększyć.`,
    channel: "Kanał",
    step: "Krok",
    date: "Data",
    hour: "Godzina",
    noBook: "Nie ma jeszcze ksiąg",
    noBookHelp: "Dane pojawią się po wczytaniu pierwszego pliku.",
    importNow: "Wczytaj księgi",
    details: "Szczegóły",
  },
});

export type HomeWords = (typeof words)["en"];
