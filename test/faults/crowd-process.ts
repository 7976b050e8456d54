import { WebSocket } from 'ws'

/**
 * A process with many watchers, each with a connection of its own: it connects all of them at once, answers pings,
 * follows the market's seq, and resumes when it was cut off, at the next one of the ports. Controlled by messages of its parent.
 */
const [ports, count, address] = process.argv.slice(2) as [string, string, string]

export interface CrowdState {
  connected: number
  /** How many have reached the requested seq. */
  inStep: number
  refused: number
  resets: number
  resumes: number
  gaps: number
}

const portList = ports.split(',')

const totals = { refused: 0, resets: 0, resumes: 0, gaps: 0 }

class Watcher {
  seq = -1
  isConnected = false
  readonly #number: number
  #port: number
  #epoch = ''
  #isFirst = true

  constructor(number: number) {
    this.#number = number
    this.#port = number
  }

  connect(): void {
    this.#isFirst = true
    const port = portList[this.#port % portList.length]
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, {
      localAddress: address,
      perMessageDeflate: false,
    })
    socket.on('message', (data) => this.#hear(socket, String(data)))
    // A close follows, and is handled there.
    socket.on('error', () => undefined)
    socket.on('unexpected-response', (_request, response) => {
      totals.refused += 1
      response.resume()
      socket.terminate()
    })
    socket.on('close', () => {
      this.isConnected = false
      this.#port += 1
      // Spread over a second, like clients that wait a random time.
      setTimeout(() => this.connect(), 50 + (this.#number % 20) * 50)
    })
  }

  #hear(socket: WebSocket, frame: string): void {
    if (frame === '2') return socket.send('3')
    if (frame.startsWith('0')) {
      const has = this.#epoch ? { epoch: this.#epoch, seq: this.seq } : {}
      return socket.send(`40${JSON.stringify(has)}`)
    }
    const [, event] = /^42\["(market:\w+)",/.exec(frame) ?? []
    if (event) this.#follow(event, JSON.parse(frame.slice(2))[1])
  }

  #follow(event: string, { epoch, seq, from }: { epoch: string; seq: number; from?: number }): void {
    this.isConnected = true
    if (event === 'market:reset') totals.resets += 1
    else if (this.#isFirst) totals.resumes += 1
    if (from !== undefined && from !== this.seq) totals.gaps += 1
    this.#isFirst = false
    this.#epoch = epoch
    this.seq = seq
  }
}

const watchers = Array.from({ length: Number(count) }, (_, number) => new Watcher(number))
for (const watcher of watchers) watcher.connect()

process.on('message', (seq: number) => {
  const state: CrowdState = {
    connected: watchers.filter(({ isConnected }) => isConnected).length,
    inStep: watchers.filter((watcher) => watcher.isConnected && watcher.seq >= seq).length,
    ...totals,
  }
  process.send!(state)
})
process.on('disconnect', () => process.exit(0))
