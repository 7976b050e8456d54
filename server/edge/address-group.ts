import { isIP } from 'node:net'

/** The key of a limit per address. Only {@link addressGroup} makes one, so no limit can use the bare address. */
export type AddressGroup = string & { readonly group: unique symbol }

/** Shared by all texts that are not an address. */
const unknownGroup = 'unknown' as AddressGroup

/**
 * The addresses that one customer of a network typically has: a single IPv4 address, or the first 64 bits of an
 * IPv6 address. IPv4-mapped IPv6 counts as IPv4. A port behind the address, which some proxies add, is ignored.
 */
export function addressGroup(address: string | undefined): AddressGroup {
  const bare = withoutPort(address ?? '')
  const version = isIP(bare)
  if (version === 4) return bare as AddressGroup
  if (version === 0) return unknownGroup
  const words = wordsOf(bare)
  const isMapped = words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff
  if (!isMapped) return `${words.slice(0, 4).map(hexadecimal).join(':')}::/64` as AddressGroup
  return words.slice(6).flatMap(bytesOf).join('.') as AddressGroup
}

const withoutPort = (address: string): string =>
  /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address

/** The eight 16-bit words of a valid IPv6 address, with or without a zone. */
function wordsOf(address: string): number[] {
  const [bare = ''] = address.split('%')
  const [head = '', tail] = bare.split('::')
  const before = partsOf(head)
  const after = tail === undefined ? [] : partsOf(tail)
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after]
}

const partsOf = (text: string): number[] => (text === '' ? [] : text.split(':').flatMap(partOf))

/** One word, or the two of an IPv4 address at the end. */
function partOf(part: string): number[] {
  if (!part.includes('.')) return [Number.parseInt(part, 16)]
  const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
  return [a * 256 + b, c * 256 + d]
}

const hexadecimal = (word: number): string => word.toString(16)
const bytesOf = (word: number): number[] => [word >> 8, word & 255]
