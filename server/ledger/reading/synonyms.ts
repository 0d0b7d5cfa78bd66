import type { Field, Kind } from "./types.ts";

/**
 * How columns are headed in English, Polish and Afrikaans exports. Blanks, case, diacritics and punctuation do not count, so
 * "customer id" stands for customerID, Customer_ID and "Customer ID:". Earlier names win over later ones.
 */
export const SYNONYMS: Readonly<Record<Field, readonly string[]>> = {
  customer_reference: names(`
    customer reference, customer ref, customer no, customer nr, customer number, customer id,
    customer code, cust no, cust id, customer account, client no, client id, client number,
    client code, client reference, debtor no, debtor id, debtor code, debtor number, account no,
    account number, account code, acc no, account id, account ref, account reference, account,
    member no, member id, subscriber id, customer, debtor, nr klienta, numer klienta,
    kod klienta, id klienta, nr kontrahenta, numer kontrahenta, kod kontrahenta, id kontrahenta,
    symbol kontrahenta, nr odbiorcy, kod odbiorcy, nr konta, numer konta, konto, akronim,
    kliëntnommer, klient nommer, kliënt no, kliënt nr, kliëntkode, rekeningnommer,
    rekening nommer, rekening nr, debiteurnommer, debiteur nr, debiteurkode, debiteur,
    kliëntverwysing, kliënt id
  `),
  customer_name: names(`
    customer name, client name, debtor name, account name, company name, company, business name,
    name of customer, nazwa klienta, nazwa kontrahenta, kontrahent, nazwa odbiorcy, nazwa firmy,
    nazwa, odbiorca, kliëntnaam, klient naam, kliënt se naam, debiteurnaam, maatskappy, firma,
    client, klient, name, naam
  `),
  person_name: names(`
    contact person, contact name, person name, person, contact, attention, attn, full name,
    osoba kontaktowa, imię i nazwisko, osoba, kontakt, kontakpersoon, kontak persoon, kontak,
    persoon, volle naam
  `),
  first_name: names(`
    first name, given name, forename, imię, voornaam, noemnaam
  `),
  last_name: names(`
    last name, surname, family name, nazwisko, van, familienaam
  `),
  mobile: names(`
    mobile, mobile no, mobile number, mobile phone, cell, cell no, cell number, cell phone,
    cellular, sms number, sms, gsm, msisdn, komórka, telefon komórkowy, tel komórkowy, tel kom,
    nr komórki, numer komórki, selfoon, selfoonnommer, sel, selnommer, sel nr
  `),
  phone: names(`
    phone, phone no, phone number, telephone, telephone no, telephone number, tel, tel no,
    contact number, contact no, telefon, nr telefonu, numer telefonu, tel nr, telefoon,
    telefoonnommer, telefoon nr, foon, kontaknommer, work phone, home phone
  `),
  email: names(`
    email, email address, mail, adres email, adres mailowy, poczta, poczta elektroniczna, e-pos,
    e-posadres, kontak e-pos
  `),
  language: names(`
    language, lang, preferred language, locale, język, taal, voorkeurtaal
  `),
  zone: names(`
    zone, time zone, tz, strefa czasowa, strefa, tydsone
  `),
  country: names(`
    country, country code, kraj, kod kraju, państwo, land, landkode
  `),
  segment: names(`
    segment, customer segment, customer group, group, category, customer class, grupa,
    grupa klientów, kategoria, groep, kliëntgroep, kategorie
  `),
  payday: names(`
    payday, pay day, payday day, salary day, wage day, dzień wypłaty, betaaldag, salarisdag
  `),
  born_on: names(`
    born on, date of birth, birth date, birthdate, dob, birthday, data urodzenia, urodzony,
    geboortedatum
  `),
  postcode: names(`
    postcode, post code, postal code, zip, zip code, kod pocztowy, poskode
  `),
  id_number: names(`
    id number, identity number, national id, id no, identification number, pesel, id nommer,
    identiteitsnommer, dowód osobisty
  `),
  kind: names(`
    kind, customer kind, customer type, client type, person or firm, typ klienta,
    rodzaj klienta, typ kontrahenta, kliënttipe, soort kliënt
  `),
  invoice_reference: names(`
    invoice reference, invoice ref, invoice no, invoice nr, invoice number, inv no, invoice id,
    inv number, invoice, bill no, bill number, document no, doc no, document number,
    document nr, document id, document reference, nr faktury, numer faktury, faktura nr,
    faktura, nr dokumentu, numer dokumentu, dokument, faktuurnommer, faktuur nommer, faktuur nr,
    faktuur no, faktuur, faktuurverwysing, dokumentnommer, dokument nommer
  `),
  issued_on: names(`
    issued on, issue date, invoice date, date issued, inv date, document date, doc date,
    billing date, bill date, data wystawienia, data faktury, data dokumentu, wystawiono,
    faktuurdatum, faktuur datum, uitreikdatum, datum uitgereik, dokumentdatum
  `),
  due_on: names(`
    due on, due date, date due, due, payment due, payment due date, net due date, pay by,
    maturity date, termin płatności, termin zapłaty, data płatności, data wymagalności,
    płatne do, termin, vervaldatum, verval datum, betaaldatum, betaalbaar voor, betaalbaar op,
    verskuldig op
  `),
  amount: names(`
    amount, invoice amount, original amount, total amount, gross amount, gross, invoice total,
    amount incl vat, amount inc vat, total incl vat, invoice value, value, total, kwota,
    kwota brutto, wartość brutto, brutto, kwota faktury, wartość faktury, wartość, bedrag,
    faktuurbedrag, faktuur bedrag, bruto bedrag, bedrag insl btw, oorspronklike bedrag, totaal
  `),
  open_amount: names(`
    open amount, outstanding amount, outstanding, amount outstanding, amount open, open balance,
    balance due, amount due, balance, remaining, remaining amount, unpaid amount, unpaid, open,
    do zapłaty, pozostało do zapłaty, pozostało, kwota do zapłaty, kwota otwarta, saldo,
    zaległość, nierozliczono, pozostało do rozliczenia, niezapłacone, uitstaande,
    uitstaande bedrag, openstaande bedrag, oop bedrag, balans, bedrag uitstaande,
    verskuldigde bedrag
  `),
  currency: names(`
    currency, currency code, ccy, curr, waluta, kod waluty, geldeenheid
  `),
  type: names(`
    type, document type, doc type, transaction type, trans type, invoice type, payment type,
    typ, rodzaj, typ dokumentu, rodzaj dokumentu, tipe, soort, dokumenttipe, transaksietipe
  `),
  payment_reference: names(`
    payment reference, payment ref, payment id, payment no, payment number, receipt no,
    receipt number, transaction id, transaction reference, transaction no, bank reference,
    nr płatności, numer płatności, id płatności, nr transakcji, id transakcji, nr wpłaty,
    betalingsverwysing, betaling nr, betalingsnommer, transaksienommer, kwitansie nr,
    kwitansienommer
  `),
  paid_on: names(`
    paid on, payment date, date paid, paid date, paid, received on, receipt date, settled on,
    settled date, transaction date, value date, booking date, data wpłaty, data zapłaty,
    data płatności, data księgowania, data transakcji, data operacji, betaal op, betalingsdatum,
    datum betaal, datum ontvang, transaksiedatum
  `),
  payer: names(`
    payer, paid by, payer name, wpłacający, płatnik, nadawca, betaler
  `),
  text: names(`
    text, description, details, narrative, remittance information, memo, tytuł, tytułem, opis,
    tytuł przelewu, beskrywing, besonderhede, teks
  `),
};

/** Names separated by commas, over any number of lines. */
function names(list: string): readonly string[] {
  return list.split(",").map((name) => name.trim());
}

/** Names too general for every file, tried last. */
export const GENERAL: Readonly<Record<Kind, Partial<Record<Field, readonly string[]>>>> = {
  customers: {
    customer_reference: ["reference", "ref", "number", "no", "nr", "id", "code", "kod"],
  },
  invoices: {
    invoice_reference: ["reference", "ref", "number", "no", "nr", "numer", "nommer", "verwysing"],
    issued_on: ["date", "data", "datum"],
  },
  flat: {
    invoice_reference: ["reference", "ref", "number", "no", "nr", "numer", "nommer", "verwysing"],
    issued_on: ["date", "data", "datum"],
  },
  payments: {
    // In a book "amount paid" is what was paid already, never what is asked for.
    amount: names(
      "amount paid, paid amount, payment amount, amount received, kwota wpłaty, kwota płatności, betaalde bedrag, bedrag betaal",
    ),
    payment_reference: ["reference", "ref", "id", "number", "no", "nr", "verwysing"],
    paid_on: ["date", "data", "datum"],
    payer: ["customer name", "name", "nazwa", "naam", "kontrahent", "client", "klient"],
  },
};

const CUSTOMER: readonly Field[] = [
  ...(["customer_reference", "customer_name", "person_name", "first_name", "last_name"] as const),
  ...(["mobile", "phone", "email", "language", "zone", "country", "segment", "kind"] as const),
  ...(["payday", "born_on", "postcode", "id_number"] as const),
];
const LEDGER: readonly Field[] = [
  ...(["invoice_reference", "issued_on", "due_on", "amount", "open_amount", "currency"] as const),
  "type",
];

const PAYMENT: readonly Field[] = [
  ...(["payment_reference", "customer_reference", "invoice_reference", "paid_on"] as const),
  ...(["amount", "currency", "type", "payer", "text"] as const),
];

/** Fields that a file of each kind is searched for. */
export const FIELDS_OF: Readonly<Record<Kind, readonly Field[]>> = {
  customers: CUSTOMER,
  invoices: ["customer_reference", ...LEDGER],
  flat: [...CUSTOMER, ...LEDGER],
  payments: PAYMENT,
};
