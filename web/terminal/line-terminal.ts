import { createInterface, type Interface } from 'node:readline'

/** Input and output by lines: of a person, a pipe, or a test. */
export interface Terminal {
  /** The next line; null at the end of the input. */
  ask(prompt: string): Promise<string | null>
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
  #isClosed = false
  /** Called when a line or the end arrives. */
  #wake = () => {}

  constructor({ input, output, onInterrupt, onEnd }: LineTerminalDependencies) {
    this.#output = output
    this.#isPerson = Boolean(input.isTTY && output.isTTY)
    this.#interface = createInterface({ input, output, terminal: this.#isPerson })
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
