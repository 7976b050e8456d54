import type { Connection } from '../../../server/broadcast/connection.ts'

/** The connection, with some of its functions replaced. */
export const alteredConnection = (connection: Connection, changes: Partial<Connection>): Connection => ({
  id: connection.id,
  send: (message) => connection.send(message),
  deliver: (message, another) => connection.deliver(message, another),
  takesMore: () => connection.takesMore?.() ?? connection.queued() === 0,
  queued: () => connection.queued(),
  close: (reason) => connection.close(reason),
  ...changes,
})
