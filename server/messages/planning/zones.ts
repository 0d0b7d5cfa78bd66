import {
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js";

const byCountry = new Map<string, readonly string[]>();

/** All time zones of a country (ISO 3166), by the data inside Intl; UTC where it knows none. */
export function zonesOfCountry(country: string): readonly string[] {
  const known = byCountry.get(country);
  if (known) return known;
  const zones = new Intl.Locale("und", { region: country }).getTimeZones() ?? [];
  const result = zones.length > 0 ? zones : ["UTC"];
  byCountry.set(country, result);
  return result;
}

/**
 * The zones that a customer may be in: the own one, else those of the country and of the countries that the numbers belong
 * to. A message needs all of them to allow it.
 */
export function zonesOf(
  zone: string | null,
  country: string,
  numbers: readonly string[],
): readonly string[] {
  if (zone !== null) return [zone];
  const zones = zonesOfCountry(country);
  const foreign = numbers.filter((number) => !belongsTo(number, country));
  if (foreign.length === 0) return zones;
  const others = foreign.flatMap((number) => {
    const home = parsePhoneNumberFromString(number)?.country;
    return home === undefined ? [] : zonesOfCountry(home);
  });
  return [...new Set([...zones, ...others])];
}

const countriesByCode = Map.groupBy(getCountries(), (country) => getCountryCallingCode(country));

// Where countries share a calling code (+1, +7, +44), the number itself must be looked at.
function belongsTo(number: string, country: string): boolean {
  if (!isSupportedCountry(country)) return false;
  const code = getCountryCallingCode(country);
  if (!number.startsWith(`+${code}`)) return false;
  if (countriesByCode.get(code)?.length === 1) return true;
  const home = parsePhoneNumberFromString(number)?.country;
  return home === undefined || home === country;
}
