import type { SimulatedDisk } from './disk.ts'
import { dataFolder } from './market-config.ts'

/** An entry's line in the journal. */
export interface DurableLine {
  seq: number
  text: string
}

/**
 * The lines of the journal that would certainly survive a power loss at this moment, read from the disk alone.
 */
export class JournalWatch {
  readonly #disk: SimulatedDisk
  /** The last entry that would certainly survive. */
  seq = 0
  #path = ''
  #offset = 0

  constructor(disk: SimulatedDisk) {
    this.#disk = disk
  }

  /** Starts over with the whole journal, as a start would read it now. */
  rescan(): DurableLine[] {
    this.seq = 0
    this.#path = ''
    this.#offset = 0
    return this.advance()
  }

  /** The lines that became durable since the last look. */
  advance(): DurableLine[] {
    const lines: DurableLine[] = []
    for (const path of this.#paths()) {
      if (path < this.#path) continue
      if (path !== this.#path) {
        this.#path = path
        this.#offset = 0
      }
      this.#scan(path, lines)
    }
    return lines
  }

  /** The text of all journal files, oldest first, as reads return it now. */
  wholeText(): string[] {
    return this.#paths().map((path) => this.#disk.currentContent(path).toString('utf8'))
  }

  /** Whether this text in the records of people would survive a power loss at this moment. */
  peopleHave(text: string): boolean {
    return (
      this.#disk
        .paths()
        // The first release kept accounts in files of their own.
        .filter((path) => /\/(people|accounts)-[^/]*$/.test(path))
        .some((path) => this.#disk.durableContent(path)?.includes(text))
    )
  }

  #paths(): string[] {
    return this.#disk
      .paths()
      .filter((path) => path.startsWith(`${dataFolder}/journal-`) && path.endsWith('.jsonl'))
      .sort()
  }

  #scan(path: string, lines: DurableLine[]): void {
    const content = this.#disk.durableContent(path)
    if (!content) return
    for (let end = content.indexOf(10, this.#offset); end !== -1; end = content.indexOf(10, this.#offset)) {
      const text = content.toString('utf8', this.#offset, end)
      const seq = seqOf(text)
      // Anything but the complete next entry was never synced: it is a torn tail that is not cut yet.
      if (seq !== null && (seq !== this.seq + 1 || !isWhole(text))) return
      this.#offset = end + 1
      if (seq === null) continue
      this.seq = seq
      lines.push({ seq, text })
    }
  }
}

/** A power loss may leave a line's end on the disk, and zeros where its middle should be. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

/** Null for a file's header. */
function seqOf(text: string): number | null {
  const seq = /^\{[^{}[\]]*"seq":(\d+)/.exec(text)?.[1]
  return seq === undefined ? null : Number(seq)
}
