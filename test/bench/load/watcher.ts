import type { MarketChanged } from '../../../shared/protocol/server-messages.ts'
import type { Product } from '../../../shared/protocol/shapes.ts'
import { connectRaw, type RawClient } from '../wire/raw-socket-io.ts'

/** The market as it was fetched, to go on from. */
export interface ReadModel {
  epoch: string
  seq: number
  products: Product[]
}

/** What a watcher has received, seen from outside; reported at each change. */
export type OnChange = (from: number, seq: number, bytes: number) => void

/**
 * A client that follows the market from a state that it has. It reads the first and last seq of each change from its
 * bytes, and checks that nothing is missing in between.
 */
export class Watcher {
  /** How far it has come. */
  position: number
  changes = 0
  resets = 0
  /** Changes that did not begin where the one before ended. */
  gaps = 0
  isOpen = false
  /** When it got what it missed, or a reset, after its last connect; null until then. */
  inStepAt: number | null = null
  readonly #epoch: string
  readonly #head: Buffer
  readonly #onChange: OnChange
  readonly #fold: StockFold | null
  #client: RawClient | null = null
  #told: (() => void) | null = null
  #lost: (() => void) | null = null

  constructor(page: ReadModel, onChange: OnChange, fold: StockFold | null) {
    this.position = page.seq
    this.#epoch = page.epoch
    this.#head = Buffer.from(`42["market:changed",{"epoch":"${page.epoch}","from":`)
    this.#onChange = onChange
    this.#fold = fold
  }

  /** Resolves once it is in step: connected, and sent everything since. Rejects if it is cut off before. */
  comeBack(port: number, localAddress: string): Promise<void> {
    return new Promise((done, fail) => {
      this.#told = done
      this.#lost = () => fail(new Error('cut off before it was in step'))
      this.connect(port, localAddress).catch(fail)
    })
  }

  /** Resolves once it is let in, at where it is; its first change comes right after. */
  async connect(port: number, localAddress: string): Promise<void> {
    const auth = { epoch: this.#epoch, seq: this.position }
    this.inStepAt = null
    this.#client = await connectRaw(
      { port, localAddress, auth },
      {
        onPacket: (buffer, start, end) => this.#onPacket(buffer, start, end),
        onClose: () => {
          this.isOpen = false
          this.#lost?.()
        },
      },
    )
    this.isOpen = true
  }

  close(): void {
    this.#client?.close()
  }

  /** Whether its view equals the market at the same seq; only for watchers that fold. */
  agreesWith(page: ReadModel): boolean {
    return this.#fold === null || (this.position === page.seq && this.#fold.agreesWith(page))
  }

  #come(): void {
    if (this.inStepAt !== null) return
    this.inStepAt = performance.now()
    this.#told?.()
  }

  #onPacket(buffer: Buffer, start: number, end: number): void {
    // Only the market's own messages have an m here.
    if (buffer[start + 4] !== lowerM) return
    if (buffer[start + resetAt] === lowerR) {
      this.resets += 1
      this.#come()
      return
    }
    let at = start + this.#head.length
    if (this.changes === 0 && buffer.compare(this.#head, 0, this.#head.length, start, at) !== 0)
      throw new Error(`an unknown change: ${buffer.toString('utf8', start, Math.min(end, at + 40))}`)
    let from = 0
    for (let byte = buffer[at]!; byte !== comma; byte = buffer[++at]!) from = from * 10 + byte - zero
    at += ',"seq":'.length
    let seq = 0
    for (let byte = buffer[at]!; byte >= zero && byte <= nine; byte = buffer[++at]!)
      seq = seq * 10 + byte - zero
    if (from !== this.position) this.gaps += 1
    this.changes += 1
    this.#come()
    this.position = seq
    this.#fold?.take(buffer.toString('utf8', start + 2, end), from, seq)
    this.#onChange(from, seq, end - start)
  }
}

const lowerM = 0x6d
const lowerR = 0x72
const comma = 0x2c
const zero = 0x30
const nine = 0x39
/** Where `reset` begins in `42["market:reset"`. */
const resetAt = '42["market:'.length

/** Parses whole changes, and keeps what is left of each product. */
export class StockFold {
  readonly #stock: Map<number, number>

  constructor(page: ReadModel) {
    this.#stock = new Map(page.products.map(({ id, stock }) => [id, stock]))
  }

  /** Throws when the seqs read from the bytes differ from those in the text. */
  take(text: string, from: number, seq: number): void {
    const [, change] = JSON.parse(text) as [string, MarketChanged]
    if (change.from !== from || change.seq !== seq)
      throw new Error(`a change was misread: ${text.slice(0, 120)}`)
    for (const { id, stock } of change.products ?? []) this.#stock.set(id, stock)
    for (const [id, stock] of change.stock ?? []) this.#stock.set(id, stock)
    for (const id of change.removed ?? []) this.#stock.delete(id)
  }

  agreesWith({ products }: ReadModel): boolean {
    return (
      products.length === this.#stock.size && products.every(({ id, stock }) => this.#stock.get(id) === stock)
    )
  }
}
