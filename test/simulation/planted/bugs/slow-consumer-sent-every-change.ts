import * as original from '../../../../server/broadcast/broadcaster.ts'
import type { Connection } from '../../../../server/broadcast/connection.ts'
import { alteredConnection } from '../altered-connection.ts'

export class Broadcaster extends original.Broadcaster {
  override join(connection: Connection, ...rest: JoinRest): void {
    const deliver: Connection['deliver'] = (message, another) => {
      connection.send(message)
      if (another) connection.send(another)
      return true
    }
    super.join(alteredConnection(connection, { deliver, takesMore: () => true }), ...rest)
  }
}

type JoinRest = Parameters<original.Broadcaster['join']> extends [unknown, ...infer Rest] ? Rest : never
