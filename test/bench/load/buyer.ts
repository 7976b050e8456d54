import { type RequestBody, RequestFrames } from '../wire/masked-frame.ts'
import { connectRaw, type RawClient, type RawTarget } from '../wire/raw-socket-io.ts'

/** The results of all requests together; the counts only grow. */
export interface Tally {
  succeeded: number
  refused: number
  /** While this is an array, each reply adds the ms that it took since its request was due. */
  latenciesMs: number[] | null
  /** Called after each success, with the reply's bytes and when its request was due. */
  onSuccess: ((buffer: Buffer, start: number, end: number, dueAt: number) => void) | null
}

export const emptyTally = (): Tally => ({ succeeded: 0, refused: 0, latenciesMs: null, onSuccess: null })

/** One connection that repeats the same request, each time with a new id. */
export class Buyer {
  readonly idPrefix: string
  /** The numbers of those requests that were answered with success. */
  readonly acknowledged: number[] = []
  /** Called after each reply. */
  onReply: ((buyer: Buyer) => void) | null = null
  /** Called when the connection is lost. */
  onClose: (() => void) | null = null
  /** How many requests were not answered yet. */
  waiting = 0
  readonly #tally: Tally
  readonly #frames: RequestFrames
  readonly #dueAt: number[] = []
  #client: RawClient | null = null

  /** `idPrefix` is a UUID without its last twelve digits. */
  constructor(tally: Tally, body: RequestBody, idPrefix: string) {
    this.#tally = tally
    this.idPrefix = idPrefix
    this.#frames = new RequestFrames(body, idPrefix)
  }

  async connect(target: RawTarget): Promise<void> {
    this.#client = await connectRaw(target, {
      onPacket: (buffer, start, end) => this.#onPacket(buffer, start, end),
      onClose: () => this.onClose?.(),
    })
  }

  /** Sends another request; its latency counts from when it was due. */
  ask(dueAt = performance.now()): void {
    const client = this.#client!
    this.waiting += 1
    this.#dueAt.push(dueAt)
    client.write(this.#frames.next(client.isFlushed))
  }

  close(): void {
    this.#client?.close()
  }

  /** An acknowledgement is `43<number>[<reply>]`; all else is the market's stream. */
  #onPacket(buffer: Buffer, start: number, end: number): void {
    if (buffer[start + 1] !== three) return
    let at = start + 2
    let number = 0
    for (let byte = buffer[at]!; byte !== bracket; byte = buffer[at]!) {
      number = number * 10 + byte - zero
      at += 1
    }
    this.waiting -= 1
    const tally = this.#tally
    const dueAt = this.#dueAt[number]!
    if (buffer[at + refusedAt] === lowerF) tally.refused += 1
    else {
      this.acknowledged.push(number)
      tally.succeeded += 1
      tally.onSuccess?.(buffer, start, end, dueAt)
    }
    tally.latenciesMs?.push(performance.now() - dueAt)
    this.onReply?.(this)
  }
}

const zero = 0x30
const three = 0x33
const bracket = 0x5b
const lowerF = 0x66
/** Where `false` begins in `[{"ok":false,`. */
const refusedAt = '[{"ok":'.length
