import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { AddressGroup } from '../edge/address-group.ts'

/** What a session's token states: nothing that could be looked up instead. */
export interface Session {
  readonly id: string
  readonly buyerId: string
  /** The account that signed in; null for a guest. */
  readonly account: string | null
  /** An account's sessions end when its generation moves on. */
  readonly generation: number
  /** In ms since 1970. */
  readonly expiresAt: number
  /** A program that sent the operator's own token: all of them share one session. */
  readonly isOperatorProgram: boolean
}

/** Longer than any token signed here. Longer ones are rejected unread. */
export const tokenLengthMax = 512

/** A `page` token is a handle: it opens connections of one page, and nothing else. */
export type TokenPurpose = 'session' | 'page'

/** Signs and checks session tokens: `payload.mac`, both base64url; HMAC-SHA256 over the payload as sent. */
export class Tokens {
  readonly #secret: string
  readonly #receiptKey: string

  constructor(secret: string) {
    this.#secret = secret
    this.#receiptKey = this.#mac('receipts', 'key')
  }

  sign(
    { id, buyerId, account, generation, expiresAt }: Omit<Session, 'isOperatorProgram'>,
    purpose: TokenPurpose = 'session',
  ): string {
    const payload = Buffer.from(JSON.stringify([1, id, buyerId, account, generation, expiresAt])).toString(
      'base64url',
    )
    return `${payload}.${this.#mac(purpose, payload)}`
  }

  /** The session of a token that was signed here and has not expired at `now`; else null. */
  check(token: string, now: number, purpose: TokenPurpose = 'session'): Session | null {
    if (token.length > tokenLengthMax) return null
    const [payload, mac, ...rest] = token.split('.')
    if (!payload || !mac || rest.length || !isSame(mac, this.#mac(purpose, payload))) return null
    // Signed here, so it has the shape that `sign` writes.
    const [version, id, buyerId, account, generation, expiresAt] = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    )
    return version === 1 && expiresAt > now
      ? { id, buyerId, account, generation, expiresAt, isOperatorProgram: false }
      : null
  }

  /** `id.mac`, without the account, so that it does not reveal whose device it is. */
  signDevice(id: string, account: { id: string; generation: number }): string {
    return `${id}.${this.#deviceMac(id, account)}`
  }

  /** Was a device's proof signed here for this account, in its current generation? */
  isDeviceOf(device: string, account: { id: string; generation: number }): boolean {
    if (device.length > tokenLengthMax) return false
    const [id, mac, ...rest] = device.split('.')
    return Boolean(id && mac) && rest.length === 0 && isSame(mac!, this.#deviceMac(id!, account))
  }

  #deviceMac(id: string, account: { id: string; generation: number }): string {
    return this.#mac('device', `${id} ${account.id} ${account.generation}`)
  }

  /** A short tag of an address group, which cannot be traced back without the secret. */
  networkTag(group: AddressGroup): string {
    return createHmac('sha256', this.#secret).update(`network ${group}`).digest('hex').slice(0, 8)
  }

  /** The unguessable part of the address of an order's receipt. */
  receiptOf(orderId: string): string {
    return base64urlOfUuid(orderId) + this.#receiptMac(orderId)
  }

  orderOfReceipt(secret: string): string | null {
    if (!/^[\w-]{44}$/.test(secret)) return null
    const hex = Buffer.from(secret.slice(0, 22), 'base64url').toString('hex')
    const orderId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    const mac = secret.slice(22)
    // Receipts printed by earlier releases have the older mac.
    const isTheirs = isSame(mac, this.#receiptMac(orderId)) || isSame(mac, this.#formerReceiptMac(orderId))
    return isTheirs ? orderId : null
  }

  /**
   * Every order's reply contains one, and HMAC costs four times as much. A plain digest of key and text is as safe here:
   * all texts have one length and only half of the digest is shown, so that neither can be extended.
   */
  #receiptMac(orderId: string): string {
    return hash('sha256', this.#receiptKey + orderId, 'base64url').slice(0, 22)
  }

  #formerReceiptMac(orderId: string): string {
    return this.#mac('receipt', orderId).slice(0, 22)
  }

  /** `purpose` prevents a mac made for one purpose from being accepted for another. */
  #mac(purpose: string, text: string): string {
    return createHmac('sha256', this.#secret).update(`${purpose} ${text}`).digest('base64url')
  }
}

/** Compares two secrets in constant time. */
export function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

const uuidBytes = Buffer.alloc(16)
const uuidBytePlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const

/** 22 characters for a UUID in lower case. */
function base64urlOfUuid(uuid: string): string {
  for (let index = 0; index < 16; index += 1) {
    const place = uuidBytePlaces[index]!
    uuidBytes[index] = (nibble(uuid.charCodeAt(place)) << 4) | nibble(uuid.charCodeAt(place + 1))
  }
  return uuidBytes.toString('base64url')
}

/** The value of a hexadecimal digit: 0 to 9, then a to f. */
const nibble = (code: number): number => (code < 0x40 ? code - 0x30 : code - 0x57)
