import { connect, createServer, type Socket } from 'node:net'
import { atEnd } from '../drivers/leftovers.ts'
import type { Market } from '../drivers/server.ts'

/** A TCP proxy to a market. While it is cut, all connections are closed and new ones fail. */
export interface Line extends Market {
  cut(): void
  mend(): void
}

export async function lineTo(market: Market): Promise<Line> {
  const { hostname, port } = new URL(market.url)
  const sockets = new Set<Socket>()
  let isCut = false
  const end = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy()
    const far = connect(Number(port), hostname)
    join(near, far)
    join(far, near)
  })
  const join = (from: Socket, to: Socket): void => {
    sockets.add(from)
    // An error of one socket closes the other; nothing else to handle.
    from
      .on('error', () => undefined)
      .on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    from.pipe(to)
  }
  await new Promise<void>((listens) => server.listen(0, hostname, listens))
  atEnd(() => {
    end()
    return new Promise<void>((closed) => server.close(() => closed()))
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the line has no port')
  return {
    url: `http://${hostname}:${address.port}`,
    cut: () => {
      isCut = true
      end()
    },
    mend: () => {
      isCut = false
    },
  }
}
