import { Agent, request } from 'node:http'
import { openMany } from '../wire/raw-socket-io.ts'

/** One address may ask only so often. */
const addresses = 16

/** Opens guest sessions over HTTP, as of browsers that left. Throws when one is refused. */
export async function openPastSessions(port: number, count: number): Promise<void> {
  const agents = Array.from(
    { length: addresses },
    (_, index) => new Agent({ keepAlive: true, maxSockets: 8, localAddress: `127.0.0.${2 + index}` }),
  )
  await openMany(count, (index) => openSession(port, agents[index % addresses]!), 64)
  for (const agent of agents) agent.destroy()
}

function openSession(port: number, agent: Agent): Promise<void> {
  return new Promise((done, fail) => {
    const asked = request(
      { port, agent, host: '127.0.0.1', path: '/api/session', method: 'POST' },
      (response) => {
        response.resume()
        response.on('end', () =>
          response.statusCode === 200 ? done() : fail(new Error(`a session: ${response.statusCode}`)),
        )
      },
    )
    asked.on('error', fail)
    asked.end()
  })
}
