import * as original from '../../../../server/queue/rejection-cache.ts'

export class RejectionCache extends original.RejectionCache {
  override remember(): void {}
}
