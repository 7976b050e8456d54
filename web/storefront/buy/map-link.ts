/** Where sellers copy links to places from. Other links in pickup details are not followed. */
const mapHosts = /^(maps\.app\.goo\.gl|maps\.apple\.com|(www\.)?openstreetmap\.org|osm\.org)$/
/** In every country; what follows the name is no more than the ending that Google has there. */
const google = /^(maps|www)\.google\.(com|[a-z]{2}|com?\.[a-z]{2})$/

/** No map knows these, although they have a number. */
const indoors =
  /\b(stall|stand|booth|table|room|gate|door|floor|hall|tent|stage|tisch|raum|tor|halle|zelt|etage)\b/i
const numberLast = /\p{L}{2}\S*\s\d{1,4}\s?[a-z]?$/iu
const numberFirst = /^\d{1,4}\s?[a-z]?,?\s\p{L}{3}/iu
const postcode = /^(\d{4,6}\s\p{L}|[A-Z]{1,2}\d)/u

/**
 * A map of the place that pickup details name: the seller's own link to a map, or a search for a street with its number.
 * Null if there is neither: no map finds "at the gate".
 */
export function mapLinkOf(pickupNote: string): string | null {
  for (const [link] of pickupNote.matchAll(/https:\/\/[^\s<>"]+/g)) if (isMap(link)) return link
  const address = addressIn(pickupNote)
  return address && `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}`
}

/** The ends of sentences and lines. A point before a number that ends the part is an abbreviation: "Hauptstr. 5a". */
const breaks = /[\n;,]|\.\s(?!\d{1,4}\s?[a-z]?\s*(?:[\n;,.]|$))|\.$|\s[–—-]\s/iu

/** A street with its number, and the town if that follows. */
export function addressIn(pickupNote: string): string | null {
  const parts = pickupNote.split(breaks).map((part) => part.trim())
  const index = parts.findIndex(isStreet)
  if (index < 0) return null
  const next = parts[index + 1] ?? ''
  return postcode.test(next) ? `${parts[index]}, ${next}` : parts[index]!
}

const isStreet = (part: string): boolean =>
  (numberLast.test(part) || numberFirst.test(part)) && !indoors.test(part)

function isMap(link: string): boolean {
  if (!URL.canParse(link)) return false
  const { hostname, pathname } = new URL(link)
  return (
    mapHosts.test(hostname) ||
    (google.test(hostname) &&
      (pathname.startsWith('/maps') || (pathname === '/' && hostname.startsWith('maps.'))))
  )
}
