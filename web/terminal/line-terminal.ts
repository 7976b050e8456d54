import { createInterface, type Interface } from 'node:readline'

/** Input and output by lines: of a person, a pipe, or a test. */
export interface Terminal {
  /** The next line; null at the end of the input. */
  ask(prompt: string): Promise<string | null>
  say(line: string): void
  /** Whether the input has ended. */
  hasEnded(): boolean
}

export interface LineTerminalParts {
  input: NodeJS.ReadableStream & { isTTY?: boolean }
  output: NodeJS.WritableStream & { isTTY?: boolean }
  /** The person pressed Ctrl-C. */
  onInterrupt: () => void
  /** Ends the input. Lines that came before can still be read. */
  onEnd: () => void
}

/** The process's own terminal. Lines that arrive early are queued, so that piped input can run ahead. */
export class LineTerminal implements Terminal {
  readonly #lines: string[] = []
  readonly #interface: Interface
  readonly #parts: LineTerminalParts
  readonly #isPerson: boolean
  #waiting: ((line: string | null) => void) | null = null
  #state: 'open' | 'ended' = 'open'

  constructor(parts: LineTerminalParts) {
    this.#parts = parts
    this.#isPerson = Boolean(parts.input.isTTY && parts.output.isTTY)
    this.#interface = createInterface({ ...parts, terminal: this.#isPerson })
    this.#interface.on('line', (line) => this.#hear(line))
    this.#interface.on('SIGINT', parts.onInterrupt)
    this.#interface.on('close', () => this.#end())
    // A closed output (`npm run shop | head`) is not an error of this program.
    parts.output.on('error', parts.onInterrupt)
  }

  async ask(prompt: string): Promise<string | null> {
    this.#interface.setPrompt(prompt)
    if (this.#state === 'open') this.#interface.prompt()
    else this.#parts.output.write(prompt)
    const line = this.#lines.shift() ?? (await this.#next())
    // A person's Enter ends the line of the prompt; piped input is not echoed.
    if (!this.#isPerson || line === null) this.#parts.output.write('\n')
    return line
  }

  say(line: string): void {
    this.#parts.output.write(`${line}\n`)
  }

  hasEnded(): boolean {
    return this.#state === 'ended' && this.#lines.length === 0
  }

  /** Ends it at once and drops unread lines. */
  close(): void {
    this.#lines.length = 0
    this.#interface.close()
  }

  #next(): Promise<string | null> {
    if (this.#state === 'ended') return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  #hear(line: string): void {
    if (this.#waiting) this.#answer(line)
    else this.#lines.push(line)
  }

  #end(): void {
    this.#state = 'ended'
    if (this.#waiting) this.#answer(null)
    this.#parts.onEnd()
  }

  #answer(line: string | null): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.(line)
  }
}
