import * as original from '../../../../server/snapshot/make-snapshot.ts'
import { withSync } from '../altered-disk.ts'

export const makeSnapshot: typeof original.makeSnapshot = (order) =>
  original.makeSnapshot({ ...order, disk: withSync(order.disk, async () => {}) })
