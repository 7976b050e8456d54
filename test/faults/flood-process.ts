import { purchase } from '../support/builders/wares.ts'
import { join } from '../support/drivers/client.ts'

/** A process with one session and many connections that sends as much as it can until its parent has ended. */
const [url, productId, price] = process.argv.slice(2) as [string, string, string]
const product = { id: Number(productId), price: Number(price) } as Parameters<typeof purchase>[0]
const first = await join({ url }, '/')
const auth = { token: first.stream.token ?? '' }
const connections = await Promise.all(Array.from({ length: 10 }, () => join({ url }, '/', { auth })))
let refused = 0
process.on('message', () => process.send!(refused))
process.on('disconnect', () => process.exit(0))
process.send!('flooding')
for (const client of connections) void flood(client)

async function flood(client: (typeof connections)[number]): Promise<void> {
  for (;;) {
    const asking = Array.from({ length: 200 }, () => client.request('purchase:create', purchase(product)))
    // Reconnect after being cut off.
    const answers = await Promise.allSettled(asking)
    refused += answers.filter((answer) => answer.status === 'rejected' || !answer.value.ok).length
    if (!client.socket.connected) await client.until(() => client.socket.connected)
  }
}
