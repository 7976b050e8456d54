import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'

/** Input and output by lines: of a person, a pipe, or a test. */
export interface Terminal {
  /** The next line; null at the end of the input. */
  ask(prompt: string): Promise<string | null>
  /** The same, without showing what a person types. */
  askSecret(prompt: string): Promise<string | null>
  say(line: string): void
  /** Whether the input has ended. */
  hasEnded(): boolean
}

export interface LineTerminalDependencies {
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
  readonly #output: NodeJS.WritableStream
  readonly #isPerson: boolean
  /** What a person types is not written while this is true. */
  #isHiding = false
  #isClosed = false
  /** Called when a line or the end arrives. */
  #wake = () => {}

  constructor({ input, output, onInterrupt, onEnd }: LineTerminalDependencies) {
    this.#output = output
    this.#isPerson = Boolean(input.isTTY && output.isTTY)
    const shown = this.#isPerson ? this.#unlessHiding(output) : output
    this.#interface = createInterface({ input, output: shown, terminal: this.#isPerson })
    this.#interface.on('line', (line) => {
      this.#lines.push(line)
      this.#wake()
    })
    this.#interface.on('SIGINT', onInterrupt)
    this.#interface.on('close', () => {
      this.#isClosed = true
      this.#wake()
      onEnd()
    })
    // A closed output (`npm run shop | head`) is not an error of this program.
    output.on('error', onInterrupt)
  }

  async ask(prompt: string): Promise<string | null> {
    this.#interface.setPrompt(prompt)
    if (this.#isClosed) this.#output.write(prompt)
    else this.#interface.prompt()
    while (this.#lines.length === 0 && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const line = this.#lines.shift() ?? null
    // A person's Enter ends the line of the prompt; piped input is not echoed.
    if (!this.#isPerson || line === null) this.#output.write('\n')
    return line
  }

  async askSecret(prompt: string): Promise<string | null> {
    if (!this.#isPerson) return this.ask(prompt)
    this.#output.write(prompt)
    this.#isHiding = true
    try {
      return await this.ask('')
    } finally {
      this.#isHiding = false
      this.#output.write('\n')
    }
  }

  /** What readline writes (the echo, the prompt again at each key) passes only while nothing is hidden. */
  #unlessHiding(output: NodeJS.WritableStream & { columns?: number }): Writable {
    const shown = new Writable({
      write: (chunk, _encoding, done) => {
        if (!this.#isHiding) output.write(chunk)
        done()
      },
    })
    // For lines that are longer than the screen is wide.
    return Object.defineProperty(shown, 'columns', { get: () => output.columns })
  }

  say(line: string): void {
    this.#output.write(`${line}\n`)
  }

  hasEnded(): boolean {
    return this.#isClosed && this.#lines.length === 0
  }

  /** Ends it at once and drops unread lines. */
  close(): void {
    this.#lines.length = 0
    this.#interface.close()
  }
}
