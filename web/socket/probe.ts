import type { Clock } from './clock.ts'

const probeMsMax = 5_000

/** Whether a WebSocket gets through: true if the server's first packet arrives. */
export function webSocketGetsThrough(url: string | undefined, clock: Clock): Promise<boolean> {
  const address = new URL('/socket.io/?EIO=4&transport=websocket', url ?? location.href)
  address.protocol = address.protocol.replace('http', 'ws')
  return new Promise((resolve) => {
    const socket = new WebSocket(address)
    const end = (getsThrough: boolean) => {
      timer.cancel()
      socket.close()
      resolve(getsThrough)
    }
    const timer = clock.schedule(probeMsMax, () => end(false))
    socket.onmessage = () => end(true)
    socket.onerror = () => end(false)
    socket.onclose = () => end(false)
  })
}
