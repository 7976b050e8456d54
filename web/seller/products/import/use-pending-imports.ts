import { useState } from 'react'
import { useSellerClient } from '../../../store/hooks.ts'
import { browserStorage } from '../../../store/storage.ts'
import { PendingImports } from './pending-imports.ts'

// One storage per page, for browsers that deny storage.
const storage = browserStorage()

/** The current seller's imports in this market; a seller is identified by shop, the operator by role. */
export function usePendingImports(): PendingImports {
  const { store } = useSellerClient()
  const [pendings] = useState(() => {
    const isOperator = store.opened()?.session.role === 'operator'
    const owner = isOperator ? 'operator' : `shop ${[...(store.view()?.shops.keys() ?? [])].join()}`
    return new PendingImports(storage, { epoch: store.info()?.epoch ?? '', owner })
  })
  return pendings
}
