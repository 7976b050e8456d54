import { setTimeout as delay } from 'node:timers/promises'
import type { Measured } from './process.ts'
import { connectRaw, frame, type RawClient } from './raw-socket-io.ts'

/** One request in flight per connection: what a marketplace looks like. */
export interface Load {
  connections: number
  warmUpMs: number
  measureMs: number
  auth: object
  /** The text of the next request, packet type and ack id included. */
  next(): string
  /** Is this reply a success? */
  isOk(buffer: Buffer, start: number, end: number): boolean
}

export interface LoadResult {
  perSecond: number
  /** Of the server, per request. */
  cpuMicroseconds: number
  /** From request to reply, in ms, of the measured time. */
  latenciesMs: number[]
  /** All that succeeded, warm-up included. */
  succeeded: number
  failed: number
}

/** Drives a server as fast as its replies come, and measures after the warm-up. */
export async function runLoad(server: Measured, load: Load): Promise<LoadResult> {
  let on = true
  let measuring = false
  let succeeded = 0
  let failed = 0
  const latenciesMs: number[] = []
  const clients: RawClient[] = []
  const connect = async (): Promise<void> => {
    let sentAt = 0
    const send = (): void => {
      sentAt = performance.now()
      client.write(frame(load.next()))
    }
    const client = await connectRaw(server.port, load.auth, {
      onClose: () => undefined,
      onPacket(buffer, start, end) {
        if (buffer[start + 1] !== 0x33) return
        if (load.isOk(buffer, start, end)) succeeded += 1
        else failed += 1
        if (measuring) latenciesMs.push(performance.now() - sentAt)
        if (on) send()
      },
    })
    clients.push(client)
    starts.push(send)
  }
  const starts: (() => void)[] = []
  for (let opened = 0; opened < load.connections; opened += 100) {
    await Promise.all(Array.from({ length: Math.min(100, load.connections - opened) }, connect))
  }
  for (const start of starts) start()
  await delay(load.warmUpMs)
  measuring = true
  const before = { succeeded, cpuMs: server.cpuMs(), at: performance.now() }
  await delay(load.measureMs)
  measuring = false
  const seconds = (performance.now() - before.at) / 1_000
  const count = succeeded - before.succeeded
  const cpuMicroseconds = ((server.cpuMs() - before.cpuMs) * 1_000) / count
  on = false
  await delay(500)
  for (const client of clients) client.close()
  return { perSecond: count / seconds, cpuMicroseconds, latenciesMs, succeeded, failed }
}
