/**
 * The JSON of a `Thing`, made by hand from these of its keys. Where one is missing, an optional one too, this is a type
 * that no text has, so that the maker does not compile.
 */
export type JsonOf<Thing, Keys extends keyof Thing> = [Exclude<keyof Thing, Keys>] extends [never]
  ? string
  : { missing: Exclude<keyof Thing, Keys> }
