import { RawTcp } from './raw-tcp.ts'
import { frameBy } from './ws-frames.ts'

const enginePath = '/socket.io/?EIO=4&transport=websocket'

/** A client in no language of ours: bytes on a TCP connection, joined to `/` and wanting no market. */
export async function joinRaw(market: { port: number }): Promise<RawTcp> {
  const raw = await RawTcp.upgrade(market, enginePath)
  raw.write(frameBy('40{"watch":false}'))
  await raw.until(() => raw.text.includes('session:opened'), 'its session')
  return raw
}

/** The same before it joins, or does anything. */
export const openRaw = (market: { port: number }): Promise<RawTcp> => RawTcp.upgrade(market, enginePath)

/** An event's packet that asks to be answered. */
export const eventOf = (ackId: number, payload: unknown, event = 'purchase:create'): string =>
  `42${ackId}["${event}",${JSON.stringify(payload)}]`

/** The ids of the events that were answered with `ok` so far, in the order of the answers. */
export const repliesIn = ({ text }: RawTcp): string[] =>
  [...text.matchAll(/43(\d+)\[\{"ok":true/g)].map(([, id]) => id!)

export const answered = (raw: RawTcp, ...ids: number[]): Promise<void> =>
  raw.until(() => ids.every((id) => repliesIn(raw).includes(String(id))), `replies to ${ids}`)

/** The server, which is in this process, reads what was written to it in the next turn of the event loop. */
export async function untilRead(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resume) => setImmediate(resume))
}
